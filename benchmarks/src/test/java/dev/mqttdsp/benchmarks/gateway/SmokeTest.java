package dev.mqttdsp.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.app.broker.EmbeddedBroker;
import dev.mqttdsp.benchmarks.line.Line;
import dev.mqttdsp.benchmarks.load.LoadMain;
import dev.mqttdsp.benchmarks.process.Core;
import dev.mqttdsp.benchmarks.process.LineProcess;
import dev.mqttdsp.benchmarks.process.Testbed;
import dev.mqttdsp.benchmarks.provider.ProviderMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver before a real gateway before a real broker, with a few clients. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the processes take longer to start than the tests
class SmokeTest {
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m");
    private static final Core ANY = new Core(List.of());

    private final Testbed testbed = Testbed.open();
    private final Path directory = testbed.directory("test");
    private EmbeddedBroker broker;
    private LineProcess gateway;
    private LineProcess load;
    private int brokerPort;
    private int flows;
    private String prefix;

    SmokeTest() throws Exception {}

    @BeforeAll
    void start() throws Exception {
        brokerPort = testbed.ports().next();
        broker = EmbeddedBroker.start(brokerPort, directory);
        gateway = LineProcess.start(
                testbed,
                "gateway",
                ANY,
                JVM,
                ProviderMain.class,
                List.of(
                        testbed.directory("gateway").toString(),
                        testbed.directory("broker").toString()));
        load = LineProcess.start(testbed, "load", ANY, JVM, LoadMain.class, List.of());
    }

    @AfterAll
    void stop() throws Exception {
        broker.stop();
        testbed.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtts", "wss", "mqtt"})
    void messagesArriveAndAccessThatEndsCutsTheClient(String scheme) throws Exception {
        Path tokens = tokens(2);
        open(scheme, 5, tokens);
        long before = load.ask("read").number("received");
        publish(1, 100);

        awaitReceived(before + 50);
        load.ask("stop");
        long begin =
                gateway.ask("suspend", "prefix", prefix, "from", 0, "count", 1).number("at");
        long end = load.ask("cut", "name", "all", "number", 0, "seconds", 20).number("at");

        assertThat(end).isGreaterThan(begin);
        assertThat(load.ask("read").number("p99")).isPositive();
        assertThat(load.ask("cut", "name", "all", "number", 2, "seconds", 20).number("at"))
                .isGreaterThan(begin);
        assertThat(load.ask("cut", "name", "all", "number", 4, "seconds", 20).number("at"))
                .isGreaterThan(begin);
        assertThat(load.ask("living", "name", "all").number("living")).isEqualTo(2);
        load.ask("close", "name", "all");
    }

    @Test
    void callersAreLetInWithTheirTokensAndRefusedWithForgedOnes() throws Exception {
        Path forged = directory.resolve("forged");
        gateway.ask("forge", "broker", "mqtt://127.0.0.1:" + brokerPort, "count", 3, "file", forged);
        assertThat(Files.readAllLines(forged)).doesNotHaveDuplicates().hasSize(3);

        assertThat(called(tokens(4), "accepted"))
                .satisfies(line -> assertThat(line.number("refused")).isZero());
        assertThat(called(forged, "refused"))
                .satisfies(line -> assertThat(line.number("accepted")).isZero());
    }

    @Test
    void aClientThatIsRefusedIsSaidToBe() {
        assertThatExceptionOfType(FailedException.class)
                .isThrownBy(() -> open("mqtts", 1, Files.writeString(directory.resolve("none"), "nonsense\n")))
                .withMessageContaining("client 0 of all: CONNACK 5");
    }

    private Path tokens(int count) throws InterruptedException {
        prefix = "flow" + flows++;
        Path tokens = directory.resolve(prefix);
        gateway.ask(
                "start",
                "prefix",
                prefix,
                "count",
                count,
                "broker",
                "mqtt://127.0.0.1:" + brokerPort,
                "filter",
                "smoke/#",
                "file",
                tokens);
        return tokens;
    }

    private void open(String scheme, int count, Path tokens) throws InterruptedException {
        load.ask(
                "open",
                "name",
                "all",
                "to",
                scheme + "://127.0.0.1:" + gateway.started().number(scheme),
                "count",
                count,
                "parallel",
                2,
                "filter",
                "smoke/a",
                "qos",
                1,
                "seconds",
                25,
                "tokens",
                tokens);
    }

    private void publish(int qos, int rate) throws InterruptedException {
        load.ask("mark");
        load.ask(
                "publish",
                "to",
                "mqtt://127.0.0.1:" + brokerPort,
                "topic",
                "smoke/a",
                "qos",
                qos,
                "payload",
                64,
                "rate",
                rate,
                "window",
                1,
                "receivers",
                5);
    }

    private Line called(Path tokens, String awaited) throws InterruptedException {
        load.ask(
                "call",
                "name",
                "callers",
                "to",
                "mqtts://127.0.0.1:" + gateway.started().number("mqtts"),
                "parallel",
                2,
                "rate",
                0,
                "tokens",
                tokens);
        long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (load.ask("calls", "name", "callers").number(awaited) < 4 && System.nanoTime() - patience < 0) {
            Thread.sleep(20);
        }
        Line line = load.ask("hang-up", "name", "callers");
        assertThat(line.number(awaited)).isGreaterThanOrEqualTo(4);
        return line;
    }

    private void awaitReceived(long messages) throws InterruptedException {
        long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (load.ask("read").number("received") < messages && System.nanoTime() - patience < 0) {
            Thread.sleep(20);
        }
        assertThat(load.ask("read").number("received")).isGreaterThanOrEqualTo(messages);
    }
}
