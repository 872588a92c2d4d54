package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.grant.Grant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The names that a broker gets to see instead of the client's own. They differ for every grant and session epoch, so that no
 * client takes over or inherits another's session, and they are made of characters that mean nothing to any broker.
 */
final class ClientIds {
    /** So much of a SHA-256 in base64url: 132 bits. */
    private static final int HASH_LENGTH = 22;

    private static final int RANDOM_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ClientIds() {}

    /** The client identifier towards the broker. */
    static String atBroker(Grant grant, String clientId) {
        return grant.flowId() + "." + grant.sessionEpoch() + "." + hash(clientId);
    }

    /** The share name towards the broker: of two grants with the same share name neither takes the other's messages. */
    static String shareName(String flowId, String name) {
        return hash(flowId + "\0" + name);
    }

    /** An identifier for a client that leaves the choice to the server (MQTT-3.1.3-6). */
    static String generate() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
