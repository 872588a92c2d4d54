package dev.mqttdsp.edr.refresh;

import dev.mqttdsp.core.outbound.TrustedAuthorities;
import dev.mqttdsp.core.outbound.UrlGuard;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.Config;

/**
 * What the operator set.
 *
 * @param authorities PEM file of certificate authorities that are trusted beside the JVM's; it need not be there yet
 * @param allowPrivate whether a partner's URL may lead to loopback and private addresses
 * @param allowInsecure whether plain HTTP is accepted on loopback
 */
public record RefreshSettings(Optional<Path> authorities, boolean allowPrivate, boolean allowInsecure) {
    /**
     * Reads them.
     *
     * @throws EdcException for a value that cannot be used
     */
    public static RefreshSettings read(Config config) {
        return new RefreshSettings(
                text(config, TrustedAuthorities.KEY).map(Path::of),
                flag(config, UrlGuard.ALLOW_PRIVATE),
                flag(config, UrlGuard.ALLOW_INSECURE));
    }

    private static Optional<String> text(Config config, String key) {
        return Optional.ofNullable(config.getString(key, null))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static boolean flag(Config config, String key) {
        String value = text(config, key).orElse("false");
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new EdcException(key + ": found '" + value + "'; accepted: true, false");
        };
    }
}
