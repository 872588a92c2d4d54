package dev.mqttdsp.core.address;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The transports of ADR 012, as {@code mqttEndpointType} names them. */
public enum EndpointType {
    /** MQTT over WebSocket over TLS. */
    WSS("mqtt-wss", "wss", Set.of("wss")),
    /** MQTT over TLS. */
    TLS("mqtt-tls", "tls", Set.of("mqtts", "ssl")),
    /** MQTT over plain TCP; only with the operator's consent. */
    TCP_BASIC("mqtt-tcp-basic", "tcp", Set.of("mqtt", "tcp"));

    /** The Factory-X connector names the authentication too; read, never written. */
    private static final Set<String> SUFFIXES = Set.of("oauth2", "jwt-oauth2", "basic", "usrpw");

    private final String text;
    private final String transport;
    private final Set<String> schemes;

    EndpointType(String text, String transport, Set<String> schemes) {
        this.text = text;
        this.transport = transport;
        this.schemes = schemes;
    }

    /** The value of {@code mqttEndpointType}. */
    public String text() {
        return text;
    }

    /** URL schemes that go with this transport. */
    public Set<String> schemes() {
        return schemes;
    }

    /** Reads a value of {@code mqttEndpointType}, in the ADR's form or in that of the Factory-X connector. */
    public static Optional<EndpointType> of(String value) {
        String wanted = value.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> type.text.equals(wanted)
                        || SUFFIXES.stream().anyMatch(s -> wanted.equals("mqtt-" + type.transport + "-" + s)))
                .findFirst();
    }

    /** What is accepted, for messages. */
    public static String accepted() {
        return Arrays.stream(values()).map(EndpointType::text).collect(Collectors.joining(", "));
    }
}
