package dev.mqttdsp.core.address;

/** What a consumer may do with the granted topics. */
public enum Permission {
    /** Receive messages. */
    SUBSCRIBE,
    /** Send messages. */
    PUBLISH,
    /** Receive and send. */
    BOTH;

    /** Whether receiving is included. */
    public boolean subscribes() {
        return this != PUBLISH;
    }

    /** Whether sending is included. */
    public boolean publishes() {
        return this != SUBSCRIBE;
    }
}
