package dev.mqttdsp.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Duration LEAD = Duration.ofMinutes(10);

    private final SigningKey first = SigningKey.generate();
    private final SigningKey second = SigningKey.generate();
    private final SigningKey third = SigningKey.generate();

    @TempDir
    private Path directory;

    @Test
    void aKeyIsShownBeforeItSignsAndForSomeTimeAfterwards() {
        KeyRing ring = KeyRing.of(first).followedBy(second, LEAD, NOON);
        Instant change = NOON.plus(LEAD);

        assertThat(ring.shown(NOON)).containsExactly(first, second);
        assertThat(ring.signing(change.minusMillis(1))).isEqualTo(first);
        assertThat(ring.nextChange(NOON)).contains(change);

        assertThat(ring.signing(change)).isEqualTo(second);
        assertThat(ring.nextChange(change)).isEmpty();
        assertThat(ring.shown(change.plus(KeyRing.OVERLAP).minusMillis(1))).containsExactly(first, second);
        assertThat(ring.shown(change.plus(KeyRing.OVERLAP))).containsExactly(second);
    }

    @Test
    void severalMayFollowEachOther() {
        KeyRing ring = KeyRing.of(first)
                .followedBy(second, LEAD, NOON)
                .followedBy(third, LEAD, NOON.plus(LEAD).plusSeconds(60));

        assertThat(ring.signing(NOON.plus(LEAD))).isEqualTo(second);
        assertThat(ring.shown(NOON.plus(LEAD).plusSeconds(60))).containsExactly(first, second, third);
        assertThat(ring.signing(NOON.plus(LEAD).plusSeconds(60).plus(LEAD))).isEqualTo(third);
    }

    @Test
    void whatIsOverLeavesTheRingWhenAnotherComes() {
        Instant later = NOON.plus(LEAD).plus(KeyRing.OVERLAP);

        KeyRing ring = KeyRing.of(first).followedBy(second, LEAD, NOON).followedBy(third, LEAD, later);

        assertThat(ring.entries()).extracting(KeyRing.Entry::key).containsExactly(second, third);
    }

    @Test
    void whereSomebodyElseTakesCareTheFirstOneSigns() {
        KeyRing ring = KeyRing.shown(List.of(second, first, third));

        assertThat(ring.signing(NOON)).isEqualTo(second);
        assertThat(ring.shown(NOON)).containsExactly(second, first, third);
        assertThat(ring.nextChange(NOON)).isEmpty();
    }

    @Test
    void outlivesTheProcessInAFileOfItsOwnersAlone() throws Exception {
        Path file = directory.resolve("deep/keys.json");
        KeyRing made = KeyRingFile.at(file);

        KeyRing next = made.followedBy(second, LEAD, NOON);
        KeyRingFile.write(file, next);

        KeyRing read = KeyRingFile.at(file);
        assertThat(read.shown(NOON))
                .extracting(SigningKey::id)
                .containsExactlyElementsOf(
                        next.shown(NOON).stream().map(SigningKey::id).toList());
        assertThat(read.nextChange(NOON)).contains(NOON.plus(LEAD));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":[{}]}",
                "{\"keys\":[{\"key\":{\"kty\":\"EC\"},\"signsFrom\":\"1970-01-01T00:00:00Z\"}]}",
                "{\"keys\":[{\"key\":{\"kty\":\"EC\"},\"signsFrom\":\"noon\"}]}"
            })
    void aFileThatHoldsNoRingIsNamedAndLeftAlone(String text) throws Exception {
        Path file = directory.resolve("keys.json");
        Files.writeString(file, text);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRingFile.at(file))
                .withMessageContaining(file.toString());
        assertThat(file).hasContent(text);
    }
}
