package dev.mqttdsp.benchmarks.gateway;

/** What clients speak. */
enum Door {
    /** MQTT over TLS. */
    TLS("tls", "mqtts"),
    /** MQTT over WebSocket over TLS. */
    WSS("wss", "wss"),
    /** MQTT over TCP, which the gateway has in benchmarks alone. */
    PLAIN("relay-plain", "mqtt");

    private final String label;
    private final String scheme;

    Door(String label, String scheme) {
        this.label = label;
        this.scheme = scheme;
    }

    /** For the report. */
    String label() {
        return label;
    }

    /** Of its URLs. */
    String scheme() {
        return scheme;
    }
}
