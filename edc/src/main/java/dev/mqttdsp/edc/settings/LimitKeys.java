package dev.mqttdsp.edc.settings;

import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.Config;

/** The limits {@code edc.mqtt.limit.*}. */
final class LimitKeys {
    private static final String ROOT = "edc.mqtt.limit.";

    private LimitKeys() {}

    /**
     * Reads those that are set.
     *
     * @throws EdcException for a key that is none, or a value out of bounds
     */
    static Limits read(SettingReader reader, Config config) {
        Set<String> known = Stream.of(Limit.values()).map(Limit::key).collect(Collectors.toCollection(TreeSet::new));
        config.getRelativeEntries(ROOT).keySet().stream()
                .filter(key -> !known.contains(key.substring(ROOT.length())))
                .findFirst()
                .ifPresent(key -> {
                    throw new EdcException(
                            key + ": no such limit; accepted: " + ROOT + "{" + String.join("|", known) + "}");
                });
        Limits limits = Limits.USUAL;
        for (Limit limit : Limit.values()) {
            Optional<Integer> value = reader.number(ROOT + limit.key(), limit.least(), limit.most());
            limits = value.isPresent() ? limits.with(limit, value.get()) : limits;
        }
        return limits;
    }
}
