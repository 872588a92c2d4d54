package dev.mqttdsp.core.address;

/** How a consumer proves its right where this connector makes the credential. */
public enum Authentication {
    /** By a token: the ADR's {@code mqtt-jwt-oauth2}. */
    JWT,
    /** By a user name and a password: the ADR's {@code mqtt-usrpw}. */
    USRPW
}
