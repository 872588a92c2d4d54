package dev.mqttdsp.gateway;

import dev.mqttdsp.gateway.limit.Descriptors;
import dev.mqttdsp.gateway.listen.Listeners;
import dev.mqttdsp.gateway.session.Sessions;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final Assembly assembly;
    private int webPort;
    private int tlsPort;
    private volatile boolean stopping;

    private Gateway(Assembly assembly) {
        this.assembly = assembly;
    }

    /**
     * Opens the ports.
     *
     * @param registry gets the gateway's meters for as long as it runs; an empty composite where nobody measures
     * @throws PortInUseException when a port is taken
     * @throws IOException when a port cannot be had for another reason, or the certificate or its key cannot be read
     */
    public static Gateway start(GatewaySettings settings, Access access, MeterRegistry registry) throws IOException {
        GatewaySettings possible = settings.with(Descriptors.fit(settings.limits()));
        Gateway gateway = new Gateway(new Assembly(possible.limits(), registry));
        try {
            gateway.open(possible, access);
            return gateway;
        } catch (IOException | RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    private void open(GatewaySettings settings, Access access) throws IOException {
        Doors doors = settings.doors();
        Listeners listeners = assembly.listeners(settings, access);
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
        return assembly.loops();
    }

    /** The sessions that are there, and whether more are let in; empty without MQTT. */
    public Optional<Sessions> sessions() {
        return assembly.sessions();
    }

    /** Why new clients had better go elsewhere; empty when they are welcome. */
    public Optional<String> notReady() {
        return stopping
                ? Optional.of("it stops")
                : sessions().flatMap(Sessions::drainingSince).map(since -> "it is drained since " + since);
    }

    /**
     * Closes the ports, then every session, in waves where there are many, then what served them; returns when all of that
     * is over, after half a minute at most.
     */
    @Override
    public synchronized void close() {
        stopping = true;
        assembly.close();
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
