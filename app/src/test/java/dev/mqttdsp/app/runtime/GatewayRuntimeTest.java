package dev.mqttdsp.app.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.app.FailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway apart refuses before it has asked anybody. */
class GatewayRuntimeTest {
    @TempDir
    private Path directory;

    @Test
    void withoutAConnectorItDoesNotStartAndSaysWhatIsMissing() throws Exception {
        assertRefused("edc.mqtt.feed.url: found ''");
        assertRefused("edc.mqtt.token.upstream: found ''", "edc.mqtt.feed.url=https://localhost:1/feed");
        assertRefused(
                "edc.mqtt.feed.secret.alias: found nothing",
                "edc.mqtt.feed.url=https://localhost:1/feed",
                "edc.mqtt.token.upstream=https://localhost:1/token");
    }

    @Test
    void anotherVaultThanItsOwnIsRefused() throws Exception {
        assertRefused("edc.vault.hashicorp.url of ", "edc.vault.hashicorp.url=https://vault.example");
    }

    @Test
    void itNeedsNoParticipantId() throws Exception {
        assertThat(ConfigFile.read(write()).dataDirectory()).isEqualTo(directory.resolve("data"));
    }

    private void assertRefused(String message, String... lines) throws IOException {
        Path file = write(lines);
        assertThatThrownBy(() -> GatewayRuntime.start(file))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining(message);
    }

    private Path write(String... lines) throws IOException {
        List<String> all = Stream.concat(Stream.of("edc.mqtt.data.dir=" + directory.resolve("data")), Stream.of(lines))
                .toList();
        return Files.write(directory.resolve("gateway.properties"), all);
    }
}
