package dev.mqttdsp.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.eclipse.edc.spi.iam.ClaimToken;
import org.junit.jupiter.api.Test;

class OnceOnlyTest {
    private static final Duration LIFE = Duration.ofMinutes(30);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final OnceOnly once = new OnceOnly(LIFE, new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    });

    @Test
    void aTokenCountsOnceHoweverOftenItComes() {
        assertThat(counts("a")).isTrue();

        for (int i = 0; i < 3; i++) {
            assertThat(counts("a")).isFalse();
        }
        assertThat(counts("b")).isTrue();
    }

    @Test
    void ofManyAtTheSameMomentOneCounts() {
        assertThat(IntStream.range(0, 1_000).parallel().filter(i -> counts("a")).count())
                .isEqualTo(1);
    }

    @Test
    void oneWithoutAnIdOrWithAnEndlessOneCountsNever() {
        assertThat(counts("a".repeat(512))).isTrue();
        assertThat(counts("a".repeat(513))).isFalse();
        assertThat(counts(" ")).isFalse();
        assertThat(once.checkRule(ClaimToken.Builder.newInstance().build(), Map.of())
                        .getFailureDetail())
                .contains("'jti'");
    }

    @Test
    void itIsRememberedAsLongAsATokenMayLiveAndThenNoLonger() {
        assertThat(counts("a")).isTrue();
        now.set(now.get().plus(LIFE));
        assertThat(counts("a")).isFalse();

        now.set(now.get().plusSeconds(1));

        assertThat(counts("a")).isTrue();
    }

    @Test
    void whereNoMoreCanBeRememberedNoMoreCount() {
        for (int i = 0; i < 200_000; i++) {
            counts("token-" + i);
        }

        assertThat(counts("one more")).isFalse();
        now.set(now.get().plus(LIFE).plusSeconds(1));
        assertThat(counts("one more")).isTrue();
    }

    private boolean counts(String id) {
        return once.checkRule(
                        ClaimToken.Builder.newInstance()
                                .claims(Map.of("iss", "did:web:partner.example", "jti", id))
                                .build(),
                        Map.of())
                .succeeded();
    }
}
