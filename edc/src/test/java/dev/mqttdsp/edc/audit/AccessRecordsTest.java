package dev.mqttdsp.edc.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRecordsTest {
    private static final AccessEvent EVENT = AccessEvent.of(Instant.EPOCH, Kind.GIVEN, "", Subject.of("f"));

    @TempDir
    private Path directory;

    @Test
    void withoutAFileEventsAreCountedAndEverythingIsWell() {
        try (AccessRecords records = open(Map.of())) {
            records.events().tell(EVENT);

            assertThat(records.counters().counts()).hasSize(1);
            assertThat(records.file()).isEmpty();
            assertThat(records.readiness().succeeded()).isTrue();
        }
    }

    @Test
    void whatWasToldIsInTheFileAtTheEndWithWhoseItIs() throws IOException {
        Path file = directory.resolve("audit.jsonl");
        try (AccessRecords records = open(Map.of(AccessRecords.AUDIT_FILE, " " + file + " "))) {
            records.events().tell(EVENT);

            assertThat(records.readiness().succeeded()).isTrue();
        }

        assertThat(file).content().contains("\"participant\":\"provider\"").contains("\"event\":\"GIVEN\"");
    }

    @Test
    void theConnectorIsNotReadyWhileTheFileCannotBeWritten() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "this system has no /dev/full");
        try (AccessRecords records = open(Map.of(AccessRecords.AUDIT_FILE, "/dev/full"))) {
            records.events().tell(EVENT);
            await().until(() -> records.readiness().failed());

            assertThat(records.readiness().getComponent()).contains("audit");
            assertThat(records.readiness().getFailureDetail())
                    .contains("/dev/full")
                    .contains("No space left")
                    .contains("1 events are lost");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing/audit.jsonl", "", "\0"})
    void aFileThatCannotBeHadStopsTheBoot(String name) {
        String path = directory + "/" + name;

        assertThatThrownBy(() -> open(Map.of(AccessRecords.AUDIT_FILE, path)))
                .isInstanceOf(EdcException.class)
                .hasMessageContaining("edc.mqtt.audit.file: found '" + path.strip())
                .hasMessageContaining("accepted: a file that this process may write, in a directory that is there")
                .hasNoCause();
    }

    private static AccessRecords open(Map<String, String> settings) {
        return AccessRecords.open(
                ConfigFactory.fromMap(settings),
                "provider",
                new SimpleMeterRegistry(),
                new Monitor() {},
                Clock.systemUTC());
    }
}
