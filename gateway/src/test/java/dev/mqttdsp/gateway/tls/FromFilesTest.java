package dev.mqttdsp.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mqttdsp.gateway.testing.LogLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FromFilesTest {
    private final LogLines log = new LogLines(FromFiles.class);
    private Path one;
    private Path two;
    private FromFiles<String> pair;

    @BeforeEach
    void write(@TempDir Path directory) throws IOException {
        one = Files.writeString(directory.resolve("one"), "1a");
        two = Files.writeString(directory.resolve("two"), "2a");
        pair = new FromFiles<>(List.of(one, two), FromFilesTest::join);
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    /** Both have to end in the same letter. */
    private static String join(List<byte[]> contents) throws IOException {
        String first = new String(contents.get(0), StandardCharsets.UTF_8);
        String second = new String(contents.get(1), StandardCharsets.UTF_8);
        if (first.charAt(1) != second.charAt(1)) {
            throw new IOException(first + " does not fit " + second);
        }
        return first + second;
    }

    @Test
    void whatHasNotChangedIsNotMadeAgain() throws IOException {
        assertThat(pair.first()).isEqualTo("1a2a");
        assertThat(pair.again()).isEmpty();

        Files.writeString(one, "1a"); // another time, the same content
        assertThat(pair.again()).isEmpty();
    }

    @Test
    void filesThatChangeOneAfterTheOtherAreUsedOnceTheyFitAndTheWaitIsSaidOnce() throws IOException {
        pair.first();

        Files.writeString(one, "1b");
        assertThat(pair.again()).isEmpty();
        assertThat(pair.again()).isEmpty();
        assertThat(log.with("1b does not fit 2a; what was read before stays in use"))
                .hasSize(1);

        Files.writeString(two, "2b");
        assertThat(pair.again()).hasValue("1b2b");
        assertThat(pair.again()).isEmpty();
        assertThat(log.with("changed, and used from now on")).hasSize(1);
    }

    @Test
    void aFileThatIsGoneForAWhileChangesNothing() throws IOException {
        pair.first();

        Files.delete(two);
        assertThat(pair.again()).isEmpty();
        assertThat(pair.again()).isEmpty();
        assertThat(log.with(two + " cannot be read")).hasSize(1);

        Files.writeString(two, "2a");
        assertThat(pair.again()).isEmpty();
        Files.delete(two);
        assertThat(pair.again()).isEmpty();
        assertThat(log.with(two + " cannot be read")).as("the second time").hasSize(2);
    }

    @Test
    void aDirectoryThatIsExchangedByItsLinkIsAChange(@TempDir Path volume) throws IOException {
        Path before = Files.createDirectory(volume.resolve("before"));
        Path after = Files.createDirectory(volume.resolve("after"));
        for (String name : List.of("1", "2")) {
            Files.writeString(before.resolve(name), name + "x");
            Files.writeString(after.resolve(name), name + "y");
        }
        Path data = Files.createSymbolicLink(volume.resolve("..data"), before);
        FromFiles<String> mounted = new FromFiles<>(List.of(data.resolve("1"), data.resolve("2")), FromFilesTest::join);
        assertThat(mounted.first()).isEqualTo("1x2x");

        Path next = Files.createSymbolicLink(volume.resolve("..next"), after);
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(mounted.again()).hasValue("1y2y");
    }

    @Test
    void theFirstTimeAFailureIsTheCallers() throws IOException {
        Files.writeString(one, "1c");

        assertThatExceptionOfType(IOException.class).isThrownBy(pair::first).withMessage("1c does not fit 2a");
    }
}
