package dev.mqttdsp.benchmarks.load;

/** How MQTT is carried. */
public enum Transport {
    /** Over TCP. */
    MQTT(false, false),
    /** Over TLS. */
    MQTTS(true, false),
    /** Over WebSocket. */
    WS(false, true),
    /** Over WebSocket over TLS. */
    WSS(true, true);

    private final boolean tls;
    private final boolean webSocket;

    Transport(boolean tls, boolean webSocket) {
        this.tls = tls;
        this.webSocket = webSocket;
    }

    boolean tls() {
        return tls;
    }

    boolean webSocket() {
        return webSocket;
    }
}
