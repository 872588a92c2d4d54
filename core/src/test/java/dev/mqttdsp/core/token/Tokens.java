package dev.mqttdsp.core.token;

import dev.mqttdsp.core.topic.TopicFilter;
import java.time.Instant;
import java.util.List;

/** What the tests of this package have in common. */
final class Tokens {
    static final String PROVIDER = "BPNL-provider";
    /** With a fraction, which no claim of a JWT has. */
    static final Instant NOW = Instant.parse("2030-01-01T12:00:00.700Z");

    static final Instant EXPIRY = Instant.parse("2030-01-01T12:05:00Z");

    private Tokens() {}

    static TokenContent content(String... topics) {
        return new TokenContent(
                "flow-1",
                7,
                PROVIDER,
                "BPNL-consumer",
                "agreement-1",
                "asset-1",
                "subscribe",
                List.of(topics).stream().map(TopicFilter::of).toList());
    }
}
