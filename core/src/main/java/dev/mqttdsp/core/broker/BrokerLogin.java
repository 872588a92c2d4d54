package dev.mqttdsp.core.broker;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the gateway shows a broker who it is, and how it knows the broker.
 *
 * @param user user name in MQTT's CONNECT
 * @param password asked for at every connect, so that a changed secret is used from then on; gives null where the
 *     secret is gone
 * @param ca PEM file of the authorities that may have signed the broker's certificate; without it the JVM's
 * @param certificate PEM file of the client certificate chain
 * @param key PEM file of the client certificate's private key (PKCS#8)
 */
public record BrokerLogin(
        Optional<String> user,
        Optional<Supplier<String>> password,
        Optional<Path> ca,
        Optional<Path> certificate,
        Optional<Path> key) {
    private static final BrokerLogin ANONYMOUS =
            new BrokerLogin(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** No user, no password, no client certificate, the JVM's authorities. */
    public static BrokerLogin anonymous() {
        return ANONYMOUS;
    }

    @Override
    public String toString() {
        return "BrokerLogin[user=" + user.orElse("-") + ", password=" + (password.isPresent() ? "***" : "-") + "]";
    }
}
