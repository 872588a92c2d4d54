package dev.mqttdsp.gateway.persistent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.gateway.mqtt.MqttVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerSessionFileTest {
    private static final BrokerSession LIVE = new BrokerSession(
            "flow 1\n%",
            7,
            "flow 1.7.x",
            MqttVersion.V3,
            "plant",
            URI.create("mqtts://plant.example:8883"),
            BrokerSession.FOREVER,
            Optional.empty());
    private static final BrokerSession LEFT = new BrokerSession(
            "flow-2",
            1,
            "flow-2.1.y",
            MqttVersion.V5,
            "mqtt://b.example",
            URI.create("mqtt://b.example"),
            60,
            Optional.of(Instant.parse("2030-01-01T12:00:00.5Z")));

    @TempDir
    private Path directory;

    private Path path;
    private BrokerSessionFile file;

    @BeforeEach
    void open() {
        path = directory.resolve("data/sessions");
        file = new BrokerSessionFile(path);
    }

    @Test
    void whatWasSavedIsLoaded() {
        file.save(List.of(LIVE, LEFT));

        assertThat(new BrokerSessionFile(path).load()).containsExactly(LIVE, LEFT);
        assertThat(path.getParent()).isDirectoryContaining(path::equals);
        assertThat(path.getParent().toFile().list()).hasSize(1);
    }

    @Test
    void withoutSessionsThereIsNoFile() {
        file.save(List.of());
        assertThat(path).doesNotExist();

        file.save(List.of(LIVE));
        file.save(List.of());
        assertThat(path).doesNotExist();
        assertThat(file.load()).isEmpty();
    }

    @Test
    void linesThatMakeNoSenseCostOnlyThemselves() throws IOException {
        file.save(List.of(LIVE, LEFT));
        String good = Files.readString(path);
        Files.write(path, new byte[] {0, (byte) 0xFF, '\n'});
        Files.writeString(path, good.replace("7", "seven"), StandardOpenOption.APPEND);
        Files.writeString(path, good.substring(0, 30), StandardOpenOption.APPEND);

        assertThat(file.load()).containsExactly(LEFT);
    }

    @Test
    void aFileThatCannotBeReadOrWrittenIsSurvived() throws IOException {
        Files.createDirectories(path.resolve("not-empty"));

        assertThat(file.load()).isEmpty();
        file.save(List.of(LIVE));
        file.save(List.of());

        assertThat(path).isDirectory();
    }

    @Test
    void aSessionIsOverWhenItsTimeWithoutAConnectionIs() {
        Instant end = Instant.parse("2030-01-01T12:01:00.5Z");

        assertThat(LEFT.isOver(end.minusMillis(1))).isFalse();
        assertThat(LEFT.isOver(end)).isTrue();
        assertThat(LEFT.connected().isOver(end)).isFalse();
        assertThat(LIVE.leftAt(end).isOver(Instant.MAX)).isFalse();
    }
}
