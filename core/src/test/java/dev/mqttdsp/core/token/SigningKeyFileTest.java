package dev.mqttdsp.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyFileTest {
    private static final int MAKERS = 16;

    @TempDir
    Path directory;

    @Test
    void isMadeOnceAndReadFromThenOn() throws Exception {
        SigningKey first = SigningKeyFile.loadOrCreate(directory);

        assertThat(SigningKeyFile.loadOrCreate(directory).ecKey()).isEqualTo(first.ecKey());
    }

    @Test
    void isReadableByItsOwnerAlone() throws Exception {
        SigningKeyFile.loadOrCreate(directory);

        assertThat(Files.getPosixFilePermissions(directory.resolve("token-key.jwk")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void makesTheDirectoryToo() throws Exception {
        Path below = directory.resolve("data/keys");

        SigningKeyFile.loadOrCreate(below);

        assertThat(below.resolve("token-key.jwk")).isRegularFile();
    }

    @RepeatedTest(3)
    void isOneKeyForManyMakersAtOnce() throws Exception {
        ExecutorService makers = Executors.newFixedThreadPool(MAKERS);
        try {
            CyclicBarrier together = new CyclicBarrier(MAKERS);
            List<Future<SigningKey>> made = new ArrayList<>();
            for (int i = 0; i < MAKERS; i++) {
                made.add(makers.submit(() -> {
                    together.await();
                    return SigningKeyFile.loadOrCreate(directory);
                }));
            }
            SigningKey kept = SigningKeyFile.loadOrCreate(directory);
            for (Future<SigningKey> one : made) {
                assertThat(one.get().ecKey()).isEqualTo(kept.ecKey());
            }
        } finally {
            makers.shutdownNow();
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("token-key.jwk"));
        }
    }

    @Test
    void garbageGivesAClearErrorWithoutItsContentAndStays() throws Exception {
        Path file = directory.resolve("token-key.jwk");
        Files.writeString(file, "{\"d\":\"hunter2\"");

        assertThatThrownBy(() -> SigningKeyFile.loadOrCreate(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": the signing key has to be a JWK")
                .hasStackTraceContaining("SigningKeyFile")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("hunter2"));
        assertThat(file).hasContent("{\"d\":\"hunter2\"");
    }

    @Test
    void bytesThatAreNoTextGiveAClearError() throws Exception {
        Path file = directory.resolve("token-key.jwk");
        Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1});

        assertThatThrownBy(() -> SigningKeyFile.loadOrCreate(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": the file of the signing key is no text");
    }

    @Test
    void aDirectoryInItsPlaceIsAnError() throws Exception {
        Files.createDirectory(directory.resolve("token-key.jwk"));

        assertThatThrownBy(() -> SigningKeyFile.loadOrCreate(directory)).isInstanceOf(IOException.class);
    }

    private static String stackTrace(Throwable thrown) {
        var bytes = new ByteArrayOutputStream();
        thrown.printStackTrace(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
