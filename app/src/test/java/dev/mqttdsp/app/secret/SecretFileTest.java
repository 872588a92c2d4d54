package dev.mqttdsp.app.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.app.FailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    @TempDir
    private Path directory;

    @Test
    void keepsSecretsEncryptedInFilesOfTheOwnerAlone() throws Exception {
        secrets().set("plant", "hunter2");

        assertThat(secrets().get("plant")).contains("hunter2");
        assertThat(secrets().names()).containsExactly("plant");
        assertThat(Files.readString(directory.resolve("secrets.json")))
                .contains("plant")
                .doesNotContain("hunter2");
        for (String file : new String[] {"secrets.json", "secrets.key"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void forgetsWhatIsRemovedAndKnowsWhatWasNeverThere() {
        secrets().set("plant", "hunter2");

        assertThat(secrets().remove("plant")).isTrue();
        assertThat(secrets().remove("plant")).isFalse();
        assertThat(secrets().get("plant")).isEmpty();
    }

    @Test
    void aValueMovedToAnotherNameIsNotRead() throws Exception {
        secrets().set("one", "hunter2");
        Path file = directory.resolve("secrets.json");
        Files.writeString(file, Files.readString(file).replace("one", "two"));

        assertThatThrownBy(() -> secrets().get("two"))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("'two'");
    }

    @Test
    void anotherKeyReadsNothing() {
        secrets().set("plant", "hunter2");
        String other = Base64.getEncoder().encodeToString(SecretCipher.newKey());

        assertThatThrownBy(() -> Secrets.in(directory, Map.of(SecretKeySource.VARIABLE, other))
                        .get("plant"))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("another key");
    }

    @Test
    void aKeyFileThatOthersMayReadIsRefused() throws Exception {
        secrets().set("plant", "hunter2");
        Files.setPosixFilePermissions(directory.resolve("secrets.key"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> secrets().get("plant"))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aKeyOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> Secrets.in(directory, Map.of(SecretKeySource.VARIABLE, "c2hvcnQ="))
                        .set("plant", "x"))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("32");
    }

    @Test
    void manyWritersLoseNothing() {
        IntStream.range(0, 40).parallel().forEach(i -> secrets().set("secret-" + i, "value-" + i));

        assertThat(secrets().names()).hasSize(40);
        assertThat(secrets().get("secret-7")).contains("value-7");
    }

    private SecretFile secrets() {
        return Secrets.in(directory, Map.of());
    }
}
