package dev.mqttdsp.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.identity.PassingClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.edc.spi.iam.ClaimToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnceOnlyTest {
    private static final Duration LIFE = Duration.ofMinutes(30);

    private final PassingClock clock = new PassingClock();
    private final OnceOnly once = new OnceOnly(clock, SeenTokens.forgotten());

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
        Instant end = clock.instant().plus(LIFE);
        assertThat(counts("did:web:partner.example", "a", end)).isTrue();
        clock.pass(LIFE);
        assertThat(counts("did:web:partner.example", "a", end)).isFalse();

        clock.pass(Duration.ofSeconds(21));

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
        clock.pass(LIFE.plusSeconds(21));
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
        return counts(issuer, id, clock.instant().plus(LIFE));
    }

    private boolean counts(String issuer, String id, Instant end) {
        return once.checkRule(token(issuer, id, end), Map.of()).succeeded();
    }

    private static ClaimToken token(String issuer, String id, Instant end) {
        return ClaimToken.Builder.newInstance()
                .claims(Map.of("iss", issuer, "jti", id, "exp", Date.from(end)))
                .build();
    }

    @Test
    void aTokenThatWasUsedCountsNoMoreAfterARestart(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("data/used");
        Instant end = clock.instant().plus(LIFE);
        ClaimToken token = token("did:web:partner.example", "a", end);
        assertThat(new OnceOnly(clock, SeenTokens.in(file))
                        .checkRule(token, Map.of())
                        .succeeded())
                .isTrue();
        Files.writeString(file, "123 half a li", StandardOpenOption.APPEND);

        OnceOnly again = new OnceOnly(clock, SeenTokens.in(file));

        assertThat(again.checkRule(token, Map.of()).succeeded()).isFalse();
        assertThat(again.checkRule(token("did:web:partner.example", "b", end), Map.of())
                        .succeeded())
                .isTrue();
        assertThat(Files.readString(file)).doesNotContain("partner", "half");
    }

    @Test
    void theFileDoesNotGrowForEver(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("used");
        OnceOnly kept = new OnceOnly(clock, SeenTokens.in(file));
        for (int i = 0; i < 30_000; i++) {
            kept.checkRule(
                    token("did:web:partner.example", "id" + i, clock.instant().plusSeconds(1)), Map.of());
            if (i % 1_000 == 0) {
                clock.pass(Duration.ofSeconds(30));
            }
        }

        try (Stream<String> lines = Files.lines(file)) {
            assertThat(lines.count()).isLessThan(15_000);
        }
        assertThat(kept.checkRule(
                                token(
                                        "did:web:partner.example",
                                        "id29999",
                                        clock.instant().plusSeconds(1)),
                                Map.of())
                        .succeeded())
                .isFalse();
    }

    @Test
    void whereNothingCanBeWrittenTokensCountOnceNevertheless(@TempDir Path directory) throws Exception {
        Path blocked = Files.writeString(directory.resolve("no-directory"), "");
        OnceOnly kept = new OnceOnly(clock, SeenTokens.in(blocked.resolve("used")));
        ClaimToken token = token("did:web:partner.example", "a", clock.instant().plus(LIFE));

        assertThat(kept.checkRule(token, Map.of()).succeeded()).isTrue();
        assertThat(kept.checkRule(token, Map.of()).succeeded()).isFalse();
    }
}
