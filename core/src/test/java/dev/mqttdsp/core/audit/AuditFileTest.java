package dev.mqttdsp.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private Path directory;

    private final List<String> troubles = new CopyOnWriteArrayList<>();

    @Test
    void everyEventIsALineAndTheFileIsItsOwnersAlone() throws Exception {
        Path path = directory.resolve("audit.jsonl");
        try (AuditFile audit = open(path)) {
            audit.tell(event("1"));
            audit.tell(event("2"));
        }

        assertThat(flows(path)).containsExactly("1", "2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(troubles).isEmpty();
    }

    @Test
    void whatIsInTheFileStays() throws Exception {
        Path path = directory.resolve("audit.jsonl");
        try (AuditFile audit = open(path)) {
            audit.tell(event("1"));
        }
        try (AuditFile audit = open(path)) {
            audit.tell(event("2"));
            await(() -> audit.status().written() == 1);
        }

        assertThat(flows(path)).containsExactly("1", "2");
    }

    @Test
    void aLineThatAKilledProcessLeftUnfinishedIsNotContinued() throws Exception {
        Path path = Files.writeString(directory.resolve("audit.jsonl"), "{\"time\":\"20");
        try (AuditFile audit = open(path)) {
            audit.tell(event("1"));
        }

        List<String> lines = Files.readAllLines(path);
        assertThat(lines).hasSize(2);
        assertThat(JSONObjectUtils.parse(lines.get(1))).containsEntry("flow", "1");
    }

    @Test
    void aFileThatWasRenamedOrRemovedIsMadeAnew() throws Exception {
        Path path = directory.resolve("audit.jsonl");
        Path rotated = directory.resolve("audit.jsonl.1");
        try (AuditFile audit = open(path)) {
            audit.tell(event("1"));
            await(() -> audit.status().written() == 1);
            Files.move(path, rotated);
            audit.tell(event("2"));
            await(() -> audit.status().written() == 2);
            assertThat(flows(path)).containsExactly("2");
            Files.delete(path);
            audit.tell(event("3"));
        }

        assertThat(flows(rotated)).containsExactly("1");
        assertThat(flows(path)).containsExactly("3");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatWasReplacedOrCutIsWrittenAsItIs() throws Exception {
        Path path = directory.resolve("audit.jsonl");
        try (AuditFile audit = open(path)) {
            audit.tell(event("1"));
            await(() -> audit.status().written() == 1);
            Files.move(path, directory.resolve("audit.jsonl.1"));
            Files.createFile(path); // as logrotate's "create" does
            audit.tell(event("2"));
            await(() -> audit.status().written() == 2);
            Files.newByteChannel(path, StandardOpenOption.WRITE).truncate(0).close(); // as its "copytruncate" does
            audit.tell(event("3"));
        }

        assertThat(flows(path)).containsExactly("3");
    }

    @Test
    void manyAtOnceAreWholeLinesEachOnce() throws Exception {
        Path path = directory.resolve("audit.jsonl");
        try (AuditFile audit = open(path)) {
            IntStream.range(0, 5_000).parallel().forEach(i -> audit.tell(event(Integer.toString(i))));
            await(() -> audit.status().written() == 5_000);
        }

        assertThat(flows(path)).hasSize(5_000).doesNotHaveDuplicates();
    }

    @Test
    void aDiskThatIsFullIsSaidAndCountedAndHoldsNobodyUp() throws Exception {
        assumeTrue(Files.exists(FULL), "this system has no /dev/full");
        try (AuditFile audit = open(FULL)) {
            audit.tell(event("1"));
            audit.tell(event("2"));
            await(() -> audit.status().lost() == 2);

            assertThat(audit.status().written()).isZero();
            assertThat(audit.status().failing())
                    .hasValueSatisfying(why -> assertThat(why).contains("No space left"));
            assertThat(troubles)
                    .singleElement()
                    .asString()
                    .contains("/dev/full")
                    .contains("No space left");
        }
    }

    @Test
    void whatIsMissingIsSaidInTheFileAsSoonAsItCanBeWrittenAgain() throws Exception {
        Path inner = Files.createDirectory(directory.resolve("mounted"));
        Path path = inner.resolve("audit.jsonl");
        try (AuditFile audit = open(path)) {
            Files.delete(path);
            Files.delete(inner);
            audit.tell(event("1"));
            audit.tell(event("2"));
            await(() -> audit.status().lost() == 2);
            assertThat(audit.status().failing()).hasValue("its directory is gone");

            Files.createDirectory(inner);
            await(() -> audit.status().failing().isEmpty());
            audit.tell(event("3"));
        }

        List<Map<String, Object>> events = read(path);
        assertThat(events).extracting(event -> event.get("event")).containsExactly("EVENTS_LOST", "GIVEN");
        assertThat(events.get(0).get("details")).isEqualTo(Map.of("events", "2"));
        assertThat(troubles).hasSize(2);
        assertThat(troubles.get(1)).contains("written again").contains("2 events are missing");
    }

    @Test
    void whenTheQueueIsFullEventsAreCountedAsLost() {
        // Nobody writes: the thread has not been started.
        AuditFile audit = new AuditFile(directory.resolve("a"), "provider", Clock.systemUTC(), troubles::add, 2);

        for (int i = 0; i < 5; i++) {
            audit.tell(event("f"));
        }

        assertThat(audit.status().lost()).isEqualTo(3);
        assertThat(audit.status().failing()).isPresent();
        assertThat(troubles).hasSize(1);
    }

    @Test
    void whatWaitsIsWrittenBeforeTheEndAndWhatComesLaterIsCounted() throws Exception {
        Path path = directory.resolve("audit.jsonl");
        AuditFile audit = open(path);
        IntStream.range(0, 1_000).forEach(i -> audit.tell(event(Integer.toString(i))));

        audit.close();
        audit.tell(event("late"));

        assertThat(flows(path)).hasSize(1_000);
        assertThat(audit.status().lost()).isEqualTo(1);
    }

    @Test
    void aFileThatCannotBeOpenedIsSaidAtOnce() {
        assertThatThrownBy(() -> open(directory)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> open(directory.resolve("missing/audit.jsonl"))).isInstanceOf(IOException.class);
    }

    private AuditFile open(Path path) throws IOException {
        return AuditFile.open(path, "provider", Clock.systemUTC(), troubles::add);
    }

    private static AccessEvent event(String flow) {
        return AccessEvent.of(Instant.EPOCH, Kind.GIVEN, "", Subject.of(flow));
    }

    private static List<Object> flows(Path path) throws IOException, ParseException {
        return read(path).stream().map(event -> event.get("flow")).toList();
    }

    private static List<Map<String, Object>> read(Path path) throws IOException, ParseException {
        List<Map<String, Object>> events = new CopyOnWriteArrayList<>();
        for (String line : Files.readAllLines(path)) {
            events.add(JSONObjectUtils.parse(line));
        }
        return events;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
