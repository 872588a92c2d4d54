package dev.mqttdsp.core.grant;

/** One of the two sides of a contract. */
public enum Party {
    /** Who offers the topics. */
    PROVIDER,
    /** Who was granted access to them. */
    CONSUMER
}
