package dev.mqttdsp.gateway.feed;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a feed comes from.
 *
 * @param url {@code https}
 * @param ca PEM file of the authorities that may vouch for it; without it the JVM's
 * @param secret is shown there; asked for at every connection, so that a changed one is used from then on, and gives null
 *     where it is gone
 */
public record FeedOrigin(URI url, Optional<Path> ca, Supplier<String> secret) {
    private static final int HTTPS = 443;

    int port() {
        return url.getPort() >= 0 ? url.getPort() : HTTPS;
    }

    /** The host without the brackets of an IPv6 address. */
    String host() {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    String path() {
        return url.getRawPath() == null || url.getRawPath().isEmpty() ? FeedRequests.PATH : url.getRawPath();
    }

    /** Says everything but the secret. */
    @Override
    public String toString() {
        return "FeedOrigin[" + url + "]";
    }
}
