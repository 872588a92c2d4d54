package dev.mqttdsp.edr;

import java.time.Duration;
import java.util.Optional;
import org.eclipse.edc.spi.result.Result;

/**
 * How a data address is asked for.
 *
 * @param longest how long to wait for one that may still come; empty not to wait
 * @param autoRefresh whether one whose token is about to end is refreshed first
 */
record DataAddressQuery(Optional<Duration> longest, boolean autoRefresh) {
    /** Proxies and clients tend to give up after a minute. */
    private static final int LONGEST_WAIT_SECONDS = 60;

    /** Reads the parameters, null where they are absent; the failure names what is accepted. */
    static Result<DataAddressQuery> parse(String wait, String autoRefresh) {
        if (autoRefresh != null && !autoRefresh.equals("true") && !autoRefresh.equals("false")) {
            return Result.failure("auto_refresh: found '" + autoRefresh + "'; accepted: true, false");
        }
        boolean refresh = !"false".equals(autoRefresh);
        if (wait == null) {
            return Result.success(new DataAddressQuery(Optional.empty(), refresh));
        }
        Optional<Duration> longest = seconds(wait);
        return longest.isEmpty()
                ? Result.failure("wait: found '" + wait + "'; accepted: seconds from 0 to " + LONGEST_WAIT_SECONDS)
                : Result.success(new DataAddressQuery(longest, refresh));
    }

    private static Optional<Duration> seconds(String text) {
        return Optional.of(text)
                .filter(t -> t.matches("[0-9]{1,3}"))
                .map(Integer::parseInt)
                .filter(seconds -> seconds <= LONGEST_WAIT_SECONDS)
                .map(Duration::ofSeconds);
    }
}
