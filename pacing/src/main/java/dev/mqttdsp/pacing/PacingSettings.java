package dev.mqttdsp.pacing;

import java.time.Duration;
import java.util.Locale;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.Config;

/**
 * The settings {@code edc.pacing.*}.
 *
 * @param wakeUp {@code .wakeup.enabled}: state machines run when something was stored
 * @param revalidate {@code .handout.enabled}: entities are read again when they are handed out
 * @param hold {@code .hold.enabled}: messages wait for a process in hand
 * @param longestHold {@code .hold.longest}, in milliseconds
 * @param mostHolds {@code .hold.most}: how many requests may wait so at the same time, each on a thread
 * @param pause {@code .pause}, in milliseconds: how long the next step waits after a message of a partner that is not paced;
 *     0 for not at all. Goes with {@code .handout.enabled}
 * @param retry {@code .retry.enabled}: messages that came too early are sent again
 * @param requestsPerHost {@code .requests.per.host}: how many requests to one host may be under way at the same time
 * @param api {@code .api.enabled}: whether there is {@code /v3/pacing}
 * @param mostWaiters {@code .api.waiters}: how many clients may wait there, for negotiations and for transfers each
 */
record PacingSettings(
        boolean wakeUp,
        boolean revalidate,
        boolean hold,
        Duration longestHold,
        int mostHolds,
        Duration pause,
        boolean retry,
        int requestsPerHost,
        boolean api,
        int mostWaiters) {
    private static final String PREFIX = "edc.pacing.";

    /** Jetty has 200 threads by default, for everything. */
    private static final int MOST_HOLDS = 64;

    static PacingSettings read(Config config) {
        return new PacingSettings(
                flag(config, "wakeup.enabled"),
                flag(config, "handout.enabled"),
                flag(config, "hold.enabled"),
                Duration.ofMillis(number(config, "hold.longest", 3_000, 1, 60_000)),
                number(config, "hold.most", MOST_HOLDS, 1, 10_000),
                Duration.ofMillis(number(config, "pause", 150, 0, 10_000)),
                flag(config, "retry.enabled"),
                number(config, "requests.per.host", 16, 1, 1_000),
                flag(config, "api.enabled"),
                number(config, "api.waiters", 1_000, 1, 100_000));
    }

    /** Whether partners may answer at once. */
    boolean isPaced() {
        return hold && revalidate;
    }

    private static boolean flag(Config config, String name) {
        String value = config.getString(PREFIX + name, "true").strip().toLowerCase(Locale.ROOT);
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unusable(name, value, "true or false");
        };
    }

    private static int number(Config config, String name, int fallback, int least, int most) {
        String value = config.getString(PREFIX + name, String.valueOf(fallback)).strip();
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, together with what is out of bounds.
        }
        throw unusable(name, value, "a whole number from " + least + " to " + most);
    }

    private static EdcException unusable(String name, String found, String accepted) {
        return new EdcException(PREFIX + name + ": found '" + found + "'; accepted: " + accepted);
    }
}
