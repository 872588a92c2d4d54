package dev.mqttdsp.gateway;

import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.listen.ForwardedTokens;
import dev.mqttdsp.gateway.listen.Listeners;
import dev.mqttdsp.gateway.listen.TokenEndpoint;
import dev.mqttdsp.gateway.listen.TokenRequests;
import dev.mqttdsp.gateway.persistent.BrokerSessions;
import dev.mqttdsp.gateway.session.Arrivals;
import dev.mqttdsp.gateway.session.Reception;
import dev.mqttdsp.gateway.session.Sessions;
import dev.mqttdsp.gateway.tls.TlsContexts;
import dev.mqttdsp.gateway.upstream.BrokerConnector;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    /** Sessions get so long to say goodbye. */
    private static final int GOODBYE_MILLIS = 500;

    private static final int SHUTDOWN_SECONDS = 10;

    /** What has been started, the last first. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private int webPort;
    private int tlsPort;

    private Gateway() {}

    /**
     * Opens the ports.
     *
     * @throws PortInUseException when a port is taken
     * @throws IOException when a port cannot be had for another reason, or the certificate or its key cannot be read
     */
    public static Gateway start(GatewaySettings settings, Access access) throws IOException {
        Gateway gateway = new Gateway();
        try {
            gateway.open(settings, access);
            return gateway;
        } catch (IOException | RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    private void open(GatewaySettings settings, Access access) throws IOException {
        Doors doors = settings.doors();
        SslContext tls = TlsContexts.forClients(doors.certificate(), doors.key());
        started.push(() -> ReferenceCountUtil.release(tls));
        Transport transport = Transport.create();
        started.push(() -> transport
                .loops()
                .shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
                .await());
        BrokerConnector connector = new BrokerConnector(transport.socketType());
        started.push(connector);
        Clock clock = Clock.systemUTC();
        // Without MQTT there may still be sessions from a time with it.
        BrokerSessions brokerSessions = new BrokerSessions(
                settings.sessionFile(),
                access.grants(),
                access.brokers(),
                connector,
                transport.loops().next(),
                clock);
        started.push(brokerSessions);
        Optional<Reception> reception = settings.mqtt()
                ? Optional.of(reception(settings, access, brokerSessions, connector, clock))
                : Optional.empty();
        TokenRequests tokens = tokens(access.tokens());
        started.push(tokens);
        Listeners listeners = new Listeners(
                transport.loops(),
                transport.serverType(),
                tls,
                new Arrivals(settings.limits().of(Limit.UNAUTHENTICATED)),
                reception,
                access.jwks(),
                tokens);
        started.push(listeners);
        webPort = doors.webPort();
        tlsPort = settings.mqtt() ? doors.tlsPort() : 0;
        for (String address : doors.bind()) {
            webPort = named(address, webPort, () -> listeners.openWeb(address, webPort));
            if (settings.mqtt()) {
                tlsPort = named(address, tlsPort, () -> listeners.openMqtts(address, tlsPort));
            }
        }
        if (settings.mqtt()) {
            LOG.info(
                    "gateway listens on {}, ports {} (HTTPS, WSS) and {} (MQTT over TLS)",
                    doors.bind(),
                    webPort,
                    tlsPort);
        } else {
            LOG.info("tokens and keys on {}, port {} (HTTPS); no MQTT", doors.bind(), webPort);
        }
    }

    private static TokenRequests tokens(Tokens tokens) {
        return tokens instanceof Tokens.Forwarded forwarded
                ? new ForwardedTokens(forwarded.endpoint(), forwarded.trust())
                : new TokenEndpoint(((Tokens.Exchanged) tokens).refreshing());
    }

    private Reception reception(
            GatewaySettings settings,
            Access access,
            BrokerSessions brokerSessions,
            BrokerConnector connector,
            Clock clock) {
        Sessions sessions = new Sessions(access.grants(), clock, settings.limits());
        started.push(() -> sessions.close(GOODBYE_MILLIS));
        return new Reception(
                access.admissions(),
                sessions,
                brokerSessions,
                connector,
                settings.limits(),
                settings.sessionMax(),
                access.events(),
                clock);
    }

    /** The port for HTTPS and, with MQTT, for WebSocket. */
    public int webPort() {
        return webPort;
    }

    /** The port for MQTT over TLS; 0 without MQTT. */
    public int tlsPort() {
        return tlsPort;
    }

    /** Closes the ports, then every session, then what served them; returns when all of that is over. */
    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the gateway did not stop as it should: {}", e.toString());
            }
        }
    }

    /** Opens a port, or says which one could not be opened. */
    private static int named(String address, int port, Opener opener) throws IOException {
        try {
            return opener.open();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("in use")) {
                throw new PortInUseException(address, port, e);
            }
            throw new IOException("port " + port + " of " + address + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private interface Opener {
        int open() throws IOException;
    }
}
