package dev.mqttdsp.gateway;

import dev.mqttdsp.gateway.listen.Listeners;
import dev.mqttdsp.gateway.listen.TokenEndpoint;
import dev.mqttdsp.gateway.persistent.BrokerSessions;
import dev.mqttdsp.gateway.session.Arrivals;
import dev.mqttdsp.gateway.session.Reception;
import dev.mqttdsp.gateway.session.SessionLimits;
import dev.mqttdsp.gateway.session.Sessions;
import dev.mqttdsp.gateway.tls.TlsContexts;
import dev.mqttdsp.gateway.upstream.BrokerConnector;
import io.netty.channel.EventLoopGroup;
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

    private EventLoopGroup loops;
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
        SslContext tls = TlsContexts.forClients(settings.certificate(), settings.key());
        started.push(() -> ReferenceCountUtil.release(tls));
        Transport transport = Transport.create();
        loops = transport.loops();
        started.push(() ->
                loops.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).await());
        BrokerConnector connector = new BrokerConnector(transport.socketType());
        started.push(connector);
        Clock clock = Clock.systemUTC();
        // Without MQTT there may still be sessions from a time with it.
        BrokerSessions brokerSessions = new BrokerSessions(
                settings.sessionFile(), access.grants(), access.brokers(), connector, loops.next(), clock);
        started.push(brokerSessions);
        Optional<Reception> reception = settings.mqtt()
                ? Optional.of(reception(settings, access, brokerSessions, connector, clock))
                : Optional.empty();
        TokenEndpoint tokens = new TokenEndpoint(access.refreshing());
        started.push(tokens);
        Listeners listeners = new Listeners(
                loops,
                transport.serverType(),
                tls,
                new Arrivals(settings.unauthenticated()),
                reception,
                access.jwks(),
                tokens);
        started.push(listeners);
        webPort = settings.webPort();
        tlsPort = settings.mqtt() ? settings.tlsPort() : 0;
        for (String address : settings.bind()) {
            webPort = named(address, webPort, () -> listeners.openWeb(address, webPort));
            if (settings.mqtt()) {
                tlsPort = named(address, tlsPort, () -> listeners.openMqtts(address, tlsPort));
            }
        }
        if (settings.mqtt()) {
            LOG.info(
                    "gateway listens on {}, ports {} (HTTPS, WSS) and {} (MQTT over TLS)",
                    settings.bind(),
                    webPort,
                    tlsPort);
        } else {
            LOG.info("tokens and keys on {}, port {} (HTTPS); no MQTT", settings.bind(), webPort);
        }
    }

    private Reception reception(
            GatewaySettings settings,
            Access access,
            BrokerSessions brokerSessions,
            BrokerConnector connector,
            Clock clock) {
        Sessions sessions = new Sessions(access.grants(), clock, settings.sessionsPerGrant());
        started.push(() -> sessions.close(GOODBYE_MILLIS));
        SessionLimits limits =
                new SessionLimits(settings.packetBytes(), settings.sessionsPerGrant(), settings.sessionMax());
        return new Reception(access.admissions(), sessions, brokerSessions, connector, limits, access.events(), clock);
    }

    /** The port for HTTPS and, with MQTT, for WebSocket. */
    public int webPort() {
        return webPort;
    }

    /** The port for MQTT over TLS; 0 without MQTT. */
    public int tlsPort() {
        return tlsPort;
    }

    /** Where everything happens, and where what a session forgets would stay. */
    EventLoopGroup loops() {
        return loops;
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
