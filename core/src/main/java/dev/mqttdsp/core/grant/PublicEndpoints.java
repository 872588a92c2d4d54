package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.EndpointType;
import java.net.URI;

/**
 * What consumers are given to connect to.
 *
 * @param wss MQTT over WebSocket, {@code wss://host:port/mqtt}
 * @param tls MQTT over TLS, {@code mqtts://host:port}
 * @param token where tokens are refreshed, {@code https://host:port/token}
 */
public record PublicEndpoints(URI wss, URI tls, URI token) {

    URI of(EndpointType type) {
        return type == EndpointType.WSS ? wss : tls;
    }
}
