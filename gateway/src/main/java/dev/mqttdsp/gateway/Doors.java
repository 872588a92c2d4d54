package dev.mqttdsp.gateway;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a gateway listens, and what it shows there.
 *
 * @param bind addresses to listen on, at least one; on each of them the ports are opened
 * @param webPort the port for HTTPS and WebSocket; 0 means any that is free
 * @param tlsPort the port for MQTT over TLS; 0 means any that is free
 * @param certificate PEM file of the server's certificate chain
 * @param key PEM file of its private key (PKCS#8)
 */
public record Doors(List<String> bind, int webPort, int tlsPort, Path certificate, Path key) {

    public Doors {
        bind = List.copyOf(bind);
        if (bind.isEmpty()) {
            throw new IllegalArgumentException("at least one address to bind to is needed");
        }
    }
}
