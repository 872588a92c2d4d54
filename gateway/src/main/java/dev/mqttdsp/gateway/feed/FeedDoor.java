package dev.mqttdsp.gateway.feed;

import java.nio.file.Path;

/**
 * Where a feed is served, and to whom.
 *
 * @param address to listen on
 * @param port 0 means any that is free
 * @param certificate PEM file of the server's certificate chain
 * @param key PEM file of its private key (PKCS#8)
 * @param secret who has it may read
 */
public record FeedDoor(String address, int port, Path certificate, Path key, String secret) {

    /** Says everything but the secret. */
    @Override
    public String toString() {
        return "FeedDoor[" + address + ":" + port + "]";
    }
}
