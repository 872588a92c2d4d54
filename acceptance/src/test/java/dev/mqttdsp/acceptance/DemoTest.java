package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Finished;
import dev.mqttdsp.acceptance.kit.Mosquitto;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The one command of the README. */
@ExtendWith(SharedDataspace.class)
class DemoTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Test
    void printsMessagesCutsTheLiveConnectionAndLeavesNothingRunning() throws Exception {
        try (Command demo = Command.shell("./mqtt-dsp demo --messages 5")) {
            await().atMost(PATIENCE).until(() -> demo.out().lines().count() >= 1);
            List<ProcessHandle> children = demo.handle().descendants().toList();
            assertThat(children).as("two connectors").hasSizeGreaterThanOrEqualTo(2);

            Finished finished = demo.await();

            assertThat(finished.err()).contains("the live connection was cut").contains("opens nothing any more");
            assertThat(finished.exitCode()).isZero();
            assertThat(finished.out().lines())
                    .hasSize(5)
                    .allMatch(line -> line.matches("line1/(press|oven)/temperature \\d+\\.\\d"));
            await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void usesABrokerThatIsThereAlreadyAndItsRealMessages(Dataspace dataspace) throws Exception {
        try (Mosquitto broker = Mosquitto.open(dataspace.directory().resolve("open-mosquitto"), dataspace.ports());
                Command demo =
                        Command.mqttDsp("demo", "--broker", broker.url(), "--topic", "demo/real", "--messages", "1")) {
            broker.publish("demo/real", "a real message", true);

            Finished finished = demo.await();

            assertThat(finished.exitCode()).isZero();
            assertThat(finished.out().strip()).isEqualTo("demo/real a real message");
        }
    }

    @Test
    void aBrokerThatIsNotThereIsOneLineAndNothingIsStarted() throws Exception {
        try (Command demo = Command.mqttDsp("demo", "--broker", "mqtt://127.0.0.1:1", "--topic", "a/b")) {
            Finished finished = demo.await();

            assertThat(finished.exitCode()).isEqualTo(1);
            assertThat(finished.err())
                    .contains("the broker mqtt://127.0.0.1:1 does not answer")
                    .doesNotContain("\tat ", "starting the connectors");
        }
    }

    @Test
    void killedOutrightItStillLeavesNothingRunning() throws Exception {
        try (Command demo = Command.mqttDsp("demo")) {
            await().atMost(PATIENCE).until(() -> demo.out().lines().count() >= 1);
            List<ProcessHandle> children = demo.handle().descendants().toList();
            assertThat(children).hasSize(2);

            demo.handle().destroyForcibly();

            await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }
}
