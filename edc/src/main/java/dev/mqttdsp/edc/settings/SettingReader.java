package dev.mqttdsp.edc.settings;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.Config;

/** Reads single values; an absent and a blank one are the same. */
final class SettingReader {
    private final Config config;

    SettingReader(Config config) {
        this.config = config;
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(config.getString(key, null))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    String text(String key, String fallback) {
        return text(key).orElse(fallback);
    }

    /** Several values, separated by commas or by lines. */
    List<String> texts(String key) {
        return text(key).stream()
                .flatMap(value -> Arrays.stream(value.split("[,\n]")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    boolean flag(String key, boolean fallback) {
        return text(key)
                .map(value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw unusable(key, value, "true, false");
                })
                .orElse(fallback);
    }

    int port(String key, int fallback) {
        return (int) number(key, fallback, 1, 65_535);
    }

    Duration seconds(String key, Duration fallback, Duration least, Duration most) {
        return Duration.ofSeconds(number(key, fallback.toSeconds(), least.toSeconds(), most.toSeconds()));
    }

    /** The URL, where one is set: absolute, with a host, of that scheme, and without a login. */
    URI url(String key, String scheme, Supplier<String> fallback) {
        String value = text(key).orElseGet(fallback);
        try {
            URI url = URI.create(value);
            if (scheme.equalsIgnoreCase(url.getScheme()) && url.getHost() != null && url.getUserInfo() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Said below, together with what else may be wrong with it.
        }
        throw unusable(key, value, "a URL such as " + scheme + "://host:port");
    }

    /** The file, where one is set; it has to be there and readable. */
    Optional<Path> file(String key) {
        return text(key).map(value -> {
            Path file = Path.of(value);
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw unusable(key, value, "the path of a file that this process may read");
            }
            return file;
        });
    }

    /** The number, where one is set. */
    Optional<Integer> number(String key, int least, int most) {
        return text(key).map(value -> (int) number(key, least, least, most));
    }

    private long number(String key, long fallback, long least, long most) {
        Optional<String> value = text(key);
        if (value.isEmpty()) {
            return fallback;
        }
        try {
            long number = Long.parseLong(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, together with what is out of bounds.
        }
        throw unusable(key, value.get(), "a whole number from " + least + " to " + most);
    }

    static EdcException unusable(String key, String found, String accepted) {
        return new EdcException(key + ": found '" + found + "'; accepted: " + accepted);
    }
}
