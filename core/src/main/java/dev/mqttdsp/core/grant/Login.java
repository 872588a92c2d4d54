package dev.mqttdsp.core.grant;

/**
 * What a client presents in MQTT's CONNECT.
 *
 * @param user empty where it has none; free where the password is a token
 * @param password a token or a password; empty where it has none
 */
public record Login(String user, String password) {

    /** Says everything but the password. */
    @Override
    public String toString() {
        return "Login[user=" + user + "]";
    }
}
