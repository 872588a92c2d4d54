package dev.mqttdsp.core.address;

/** The way of the messages. */
public enum Route {
    /** Through the gateway, which enforces the grant in front of any broker. */
    GATEWAY,
    /** Straight to a broker that trusts this connector's keys and enforces what the token says. */
    DIRECT
}
