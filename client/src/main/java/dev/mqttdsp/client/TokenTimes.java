package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * When to ask for a data address again, so that its token never ends: the connector refreshes one that has less than a
 * third of its life left.
 */
final class TokenTimes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LEAST = Duration.ofMillis(250);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 10;

    private TokenTimes() {}

    /** Whether that address has to be kept fresh at all. */
    static boolean ends(MqttDataAddress address) {
        return address.tokenLife().filter(life -> !life.isZero()).isPresent();
    }

    /**
     * How long to wait with a token that is new.
     *
     * <p>Where the token does not say when it ends, a third of its life may be all that is left. Where the clocks of
     * provider and consumer disagree, a new token may look as if it were over; it is asked for no more often for that.
     */
    static Duration untilDue(MqttDataAddress address, Instant now) {
        Duration life = address.tokenLife().orElseThrow();
        Duration third = life.dividedBy(3);
        Duration slack = life.dividedBy(50); // past the third, not before it
        Duration left = expiry(address.credential().password())
                .map(end -> Duration.between(now, end))
                .orElse(third.plus(life.dividedBy(4)));
        return longer(longer(left.minus(third).plus(slack), life.dividedBy(6)), LEAST);
    }

    /**
     * How long to wait after an attempt that brought no new token.
     *
     * @param failures how many there were in sequence, from 1 on
     */
    static Duration afterFailure(MqttDataAddress address, int failures) {
        Duration first = longer(address.tokenLife().orElseThrow().dividedBy(24), LEAST);
        Duration backoff = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return backoff.compareTo(LONGEST_BACKOFF) < 0 ? backoff : longer(first, LONGEST_BACKOFF);
    }

    /** The {@code exp} of a JWT (RFC 7519 §4.1.4); empty for what is none. */
    private static Optional<Instant> expiry(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode exp =
                    JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("exp");
            return exp.canConvertToInt() ? Optional.of(Instant.ofEpochSecond(exp.asInt())) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
