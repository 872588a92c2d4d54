package dev.mqttdsp.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.eclipse.edc.spi.iam.ClaimToken;
import org.junit.jupiter.api.Test;

class OnceOnlyTest {
    private static final Duration LIFE = Duration.ofMinutes(30);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final OnceOnly once = new OnceOnly(new Clock() {
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
    void itIsRememberedAsLongAsItMayBeUsedAndThenNoLonger() {
        Instant end = now.get().plus(LIFE);
        assertThat(counts("did:web:partner.example", "a", end)).isTrue();
        now.set(end);
        assertThat(counts("did:web:partner.example", "a", end)).isFalse();

        now.set(end.plusSeconds(21));

        assertThat(counts("did:web:partner.example", "a", end)).isTrue();
    }

    @Test
    void whoSendsTooManyTakesNobodyElsesRoom() {
        for (int i = 0; i < 200_000; i++) {
            counts("did:web:flood" + i % 4 + ".example", "token-" + i);
        }

        assertThat(counts("did:web:flood0.example", "one more")).isFalse();
        assertThat(counts("did:web:flood9.example", "one more")).isTrue();
        assertThat(counts("did:web:flood9.example", "one more")).isFalse();
        now.set(now.get().plus(LIFE).plusSeconds(21));
        assertThat(counts("did:web:flood0.example", "one more")).isTrue();
    }

    @Test
    void theSameIdOfAnotherIsAnother() {
        assertThat(counts("did:web:a.example", "1")).isTrue();
        assertThat(counts("did:web:b.example", "1")).isTrue();
    }

    private boolean counts(String id) {
        return counts("did:web:partner.example", id);
    }

    private boolean counts(String issuer, String id) {
        return counts(issuer, id, now.get().plus(LIFE));
    }

    private boolean counts(String issuer, String id, Instant end) {
        return once.checkRule(
                        ClaimToken.Builder.newInstance()
                                .claims(Map.of("iss", issuer, "jti", id, "exp", Date.from(end)))
                                .build(),
                        Map.of())
                .succeeded();
    }
}
