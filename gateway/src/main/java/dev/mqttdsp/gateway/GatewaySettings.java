package dev.mqttdsp.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Everything that a gateway is told.
 *
 * @param bind addresses to listen on, at least one; on each of them the ports are opened
 * @param webPort the port for HTTPS and WebSocket; 0 means any that is free
 * @param tlsPort the port for MQTT over TLS; 0 means any that is free
 * @param certificate PEM file of the server's certificate chain
 * @param key PEM file of its private key (PKCS#8)
 * @param sessionFile keeps a record of the sessions that clients have left at brokers; made when there is one
 * @param sessionMax how long an MQTT session lives at most, from its CONNECT on
 * @param packetBytes the largest packet from a client, in bytes
 * @param sessionsPerGrant clients of one grant at the same time
 * @param unauthenticated connections for which no credential speaks yet, at the same time
 * @param mqtt whether MQTT clients are served; without them there are tokens and keys at the web port, and nothing else
 */
public record GatewaySettings(
        List<String> bind,
        int webPort,
        int tlsPort,
        Path certificate,
        Path key,
        Path sessionFile,
        Duration sessionMax,
        int packetBytes,
        int sessionsPerGrant,
        int unauthenticated,
        boolean mqtt) {
    private static final int PACKET_BYTES = 1 << 20;
    private static final int SESSIONS_PER_GRANT = 4;
    private static final int UNAUTHENTICATED = 2_000;

    public GatewaySettings {
        bind = List.copyOf(bind);
        if (bind.isEmpty()) {
            throw new IllegalArgumentException("at least one address to bind to is needed");
        }
    }

    /** Settings with the limits at their defaults: packets of 1 MiB, 4 sessions, 2,000 connections. */
    public GatewaySettings(
            List<String> bind,
            int webPort,
            int tlsPort,
            Path certificate,
            Path key,
            Path sessionFile,
            Duration sessionMax) {
        this(
                bind,
                webPort,
                tlsPort,
                certificate,
                key,
                sessionFile,
                sessionMax,
                PACKET_BYTES,
                SESSIONS_PER_GRANT,
                UNAUTHENTICATED,
                true);
    }

    /** The same with MQTT clients or without. */
    public GatewaySettings withMqtt(boolean served) {
        return new GatewaySettings(
                bind,
                webPort,
                tlsPort,
                certificate,
                key,
                sessionFile,
                sessionMax,
                packetBytes,
                sessionsPerGrant,
                unauthenticated,
                served);
    }
}
