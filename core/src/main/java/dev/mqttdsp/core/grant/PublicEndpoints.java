package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.EndpointType;
import java.net.URI;

/**
 * Where consumers reach the gateway.
 *
 * @param wss MQTT over WebSocket, {@code wss://host:port/mqtt}
 * @param tls MQTT over TLS, {@code mqtts://host:port}
 */
public record PublicEndpoints(URI wss, URI tls) {

    URI of(EndpointType type) {
        return type == EndpointType.WSS ? wss : tls;
    }
}
