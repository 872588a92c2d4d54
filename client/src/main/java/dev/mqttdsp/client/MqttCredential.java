package dev.mqttdsp.client;

import java.util.Optional;

/**
 * What goes into MQTT's CONNECT.
 *
 * @param user goes into the user name field; empty where the password is a token, with which it is free
 * @param password goes into the password field: a password, or a token
 */
public record MqttCredential(Optional<String> user, String password) {

    /** A token for one grant. */
    public static MqttCredential token(String token) {
        return new MqttCredential(Optional.empty(), token);
    }

    /** Says everything but the password. */
    @Override
    public String toString() {
        return user.map(name -> "a password for user " + name).orElse("a token");
    }
}
