package dev.mqttdsp.gateway;

import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.listen.Listeners;
import dev.mqttdsp.gateway.listen.TokenEndpoint;
import dev.mqttdsp.gateway.persistent.BrokerSessions;
import dev.mqttdsp.gateway.session.Arrivals;
import dev.mqttdsp.gateway.session.Reception;
import dev.mqttdsp.gateway.session.Sessions;
import dev.mqttdsp.gateway.tls.CertificateWatch;
import dev.mqttdsp.gateway.tls.ServerCertificates;
import dev.mqttdsp.gateway.upstream.BrokerConnector;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    /** After the goodbye brokers get so long to close, and clients too: more than any of them is waited for. */
    private static final Duration LAST_CLOSE = Duration.ofMillis(2_500);

    private static final int SHUTDOWN_SECONDS = 10;

    /** What has been started, the last first. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private int webPort;
    private int tlsPort;
    private Optional<Sessions> sessions = Optional.empty();
    private volatile boolean stopping;

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
        Clock clock = Clock.systemUTC();
        ServerCertificates certificates = ServerCertificates.load(doors.certificates(), clock);
        started.push(certificates);
        Transport transport = Transport.create();
        started.push(() -> transport
                .loops()
                .shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
                .await());
        BrokerConnector connector = new BrokerConnector(transport.socketType(), clock);
        started.push(connector);
        started.push(new CertificateWatch(
                () -> {
                    certificates.look();
                    connector.lookAtFiles();
                },
                doors.renewal()));
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
        TokenEndpoint tokens = new TokenEndpoint(access.refreshing());
        started.push(tokens);
        Listeners listeners = new Listeners(
                transport.loops(),
                transport.serverType(),
                certificates,
                doors.proxies(),
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
                    "gateway listens on {} (HTTPS, WSS) and {} (MQTT over TLS)",
                    doors.places(webPort),
                    doors.places(tlsPort));
        } else {
            LOG.info("tokens and keys on {} (HTTPS); no MQTT", doors.places(webPort));
        }
    }

    private Reception reception(
            GatewaySettings settings,
            Access access,
            BrokerSessions brokerSessions,
            BrokerConnector connector,
            Clock clock) {
        Sessions all = new Sessions(access.grants(), clock, settings.limits(), settings.goodbye());
        started.push(() -> all.close(LAST_CLOSE));
        sessions = Optional.of(all);
        return new Reception(
                access.admissions(),
                all,
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

    /** The sessions that are there, and whether more are let in; empty without MQTT. */
    public Optional<Sessions> sessions() {
        return sessions;
    }

    /** Why new clients had better go elsewhere; empty when they are welcome. */
    public Optional<String> notReady() {
        return stopping
                ? Optional.of("it stops")
                : sessions.flatMap(Sessions::drainingSince).map(since -> "it is drained since " + since);
    }

    /**
     * Closes the ports, then every session, in waves where there are many, then what served them; returns when all of that
     * is over, after half a minute at most.
     */
    @Override
    public synchronized void close() {
        stopping = true;
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
