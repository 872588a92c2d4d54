package dev.mqttdsp.core.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.core.grant.Barred.Bar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BarredTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final String DID = "did:web:host%3A8080:\"\u00fc\n'";

    @TempDir
    private Path directory;

    @Test
    void nobodyIsBarredAtFirstAndNoFileIsMade() throws IOException {
        Barred barred = Barred.in(directory.resolve("data"));

        assertThat(barred.has(DID)).isFalse();
        assertThat(barred.all()).isEmpty();
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void whoIsBarredStaysSoInTheNextProcess() throws IOException {
        Path data = directory.resolve("data");
        Bar bar = new Bar(DID, "owes \"us\"", NOW);
        assertThat(Barred.in(data).add(bar)).isTrue();
        assertThat(Barred.in(data).add(new Bar("other", "", NOW))).isTrue();

        Barred next = Barred.in(data);

        assertThat(next.all()).containsExactly(bar, new Bar("other", "", NOW));
        assertThat(next.has(DID)).isTrue();
        assertThat(next.has("did:web:host:8080")).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("blocked.json"))))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files).as("no drafts are left").hasSize(1);
        }
    }

    @Test
    void whoIsBarredNoLongerIsForgotten() throws IOException {
        Barred barred = Barred.in(directory);
        barred.add(new Bar(DID, "", NOW));

        assertThat(barred.remove(DID)).isTrue();
        assertThat(barred.remove(DID)).isFalse();

        assertThat(barred.has(DID)).isFalse();
        assertThat(Barred.in(directory).all()).isEmpty();
    }

    @Test
    void barringTwiceKeepsTheFirstReason() throws IOException {
        Barred barred = Barred.in(directory);
        barred.add(new Bar("p", "first", NOW));

        assertThat(barred.add(new Bar("p", "second", NOW.plusSeconds(1)))).isFalse();

        assertThat(barred.all()).containsExactly(new Bar("p", "first", NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"blocked\":[{\"participantId\":\"p\"}]}",
                "{\"blocked\":[{\"participantId\":1,\"reason\":\"\",\"since\":\"2030-01-01T12:00:00Z\"}]}",
                "{\"blocked\":[{\"participantId\":\"p\",\"reason\":\"\",\"since\":\"yesterday\"}]}",
                "{\"blocked\":[{\"participantId\":\"p\",\"reas"
            })
    void aListThatCannotBeUnderstoodIsNoEmptyList(String content) throws IOException {
        Files.writeString(directory.resolve("blocked.json"), content);

        assertThatThrownBy(() -> Barred.in(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("blocked.json");
    }

    @Test
    void neitherIsOneThatIsNoTextOrNoFile() throws IOException {
        Files.write(directory.resolve("blocked.json"), "{\"\u00fc".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Barred.in(directory)).isInstanceOf(IOException.class);

        Files.delete(directory.resolve("blocked.json"));
        Files.createDirectory(directory.resolve("blocked.json"));
        assertThatThrownBy(() -> Barred.in(directory)).isInstanceOf(IOException.class);
    }

    @Test
    void whoCannotBeWrittenDownIsBarredAtOnceNevertheless() throws IOException {
        Path notADirectory = Files.createFile(directory.resolve("file"));
        Barred barred = Barred.in(notADirectory);

        assertThatThrownBy(() -> barred.add(new Bar("p", "", NOW))).isInstanceOf(IOException.class);
        assertThat(barred.has("p")).isTrue();
        assertThatThrownBy(() -> barred.remove("p")).isInstanceOf(IOException.class);
        assertThat(barred.has("p")).isTrue();
    }
}
