package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Finished;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.client.Offer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees at the command line, above all when something is wrong. */
@ExtendWith(SharedDataspace.class)
class CommandLineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Dataspace dataspace;

    CommandLineTest(Dataspace dataspace) {
        this.dataspace = dataspace;
    }

    @Test
    void subscribePrintsSoManyMessagesAndEndsItsTransfer() throws Exception {
        String asset = dataspace.offer("mqtt-wss", Optional.empty(), "cli/count");
        dataspace.broker().publish("cli/count", "first", true);

        Finished finished = subscribe(asset, "--count", "1", "--output", "json");

        assertThat(finished.err()).contains("connected to wss://");
        assertThat(finished.exitCode()).isZero();
        assertThat(finished.out().strip())
                .isEqualTo("{\"topic\":\"cli/count\",\"payload\":\"first\",\"qos\":1,\"retained\":true}");
        await().atMost(PATIENCE).until(() -> dataspace.provider().management().transfers().stream()
                .filter(transfer -> transfer.assetId().equals(asset))
                .noneMatch(transfer -> transfer.isRunning()));
    }

    @Test
    void anOfferWithPasswordsIsPrintedAsACommandWithUserAndPassword() throws Exception {
        Finished offered = provider(
                "offer",
                "--id",
                "cli-password",
                "--broker",
                Dataspace.BROKER,
                "--topic",
                "cli/password",
                "--endpoint",
                "tls",
                "--auth",
                "usrpw");
        assertThat(offered.exitCode()).as(offered.err()).isZero();

        Finished finished = subscribe("cli-password", "--print-command");

        String flow = dataspace.provider().management().transfers().stream()
                .filter(transfer -> transfer.assetId().equals("cli-password"))
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(finished.out()).contains(" -t 'cli/password' -u '" + flow + "' -P '");
    }

    @Test
    void aTransferIsSuspendedResumedAndTerminatedByItsId() throws Exception {
        String asset = dataspace.offer("mqtt-tls", Optional.empty(), "cli/life");
        try (Command watching = Command.mqttDsp(subscribeLine(asset))) {
            await().atMost(PATIENCE).until(() -> watching.err().contains("subscribed to"));
            String id = dataspace.provider().management().transfers().stream()
                    .filter(transfer -> transfer.assetId().equals(asset))
                    .findFirst()
                    .orElseThrow()
                    .id();

            Finished running = provider("transfers");
            assertThat(running.out()).contains(id + "  STARTED  provider  " + asset);
            assertThat(provider("suspend", id).exitCode()).isZero();

            await().atMost(PATIENCE).until(() -> watching.err().contains("the connection has ended"));
            await().atMost(PATIENCE).until(() -> provider("transfers").out().contains(id + "  SUSPENDED"));
            assertThat(provider("resume", id).exitCode()).isZero();
            await().atMost(PATIENCE).until(() -> watching.err().split("subscribed to", -1).length == 3);
            dataspace.broker().publish("cli/life", "after the pause");
            await().atMost(PATIENCE).until(() -> watching.out().contains("cli/life after the pause"));

            assertThat(provider("terminate", id, "--reason", "the pilot is over")
                            .exitCode())
                    .isZero();

            Finished ended = watching.await();
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(lastLine(ended)).contains("gives no access").contains("TERMINAT");
            assertThat(provider("transfers").out()).doesNotContain(id);
        }
    }

    @Test
    void anUnknownAssetIsOneLineThatSaysWhereToLook() throws Exception {
        Finished finished = subscribe("no-such-asset");

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(oneLine(finished)).contains("'no-such-asset'").contains("catalog");
    }

    @Test
    void aTopicOutsideTheGrantIsOneLineThatNamesWhatWasGranted() throws Exception {
        String asset = dataspace.offer("mqtt-wss", Optional.empty(), "cli/granted");

        Finished finished = subscribe(asset, "--topic", "cli/other");

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(lastLine(finished))
                .contains("topic refused")
                .contains("cli/other")
                .contains("cli/granted");
    }

    @Test
    void aProviderThatIsNotThereIsOneLine() throws Exception {
        Finished finished = Command.mqttDsp(
                        "catalog",
                        "--connector",
                        dataspace.consumer().managementUrl().toString(),
                        "--provider",
                        "http://localhost:1/api/protocol")
                .await();

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(oneLine(finished))
                .contains("http://localhost:1/api/protocol/2025-1")
                .contains("--provider");
    }

    @Test
    void aConnectorThatIsNotThereIsOneLine() throws Exception {
        Finished finished = Command.mqttDsp("transfers", "--connector", "http://127.0.0.1:1")
                .await();

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(oneLine(finished)).contains("http://127.0.0.1:1").contains("--connector");
    }

    @Test
    void anUnknownTransferIsOneLine() throws Exception {
        Finished finished = provider("terminate", "no-such-transfer");

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(oneLine(finished)).contains("no-such-transfer");
    }

    @Test
    void aBrokerThatDoesNotAnswerIsToldToTheSubscriber() throws Exception {
        dataspace
                .provider()
                .management()
                .offer(new Offer("dead-broker", "mqtt://127.0.0.1:1", List.of("a/b"), "mqtt-wss"));

        Finished finished = subscribe("dead-broker");

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(lastLine(finished)).contains("refused the connection").contains("server_unavailable");
    }

    @Test
    void aParticipantIsBlockedListedAndLetInAgainByItsId() throws Exception {
        String id = "did:web:somebody%3A8080";

        Finished blocked = provider("block", id, "--reason", "owes us");
        assertThat(blocked.exitCode()).as(blocked.err()).isZero();
        assertThat(blocked.err()).contains(id + " is blocked; 0 transfers were terminated");
        assertThat(provider("blocked").out()).startsWith(id + "  20").endsWith("  'owes us'\n");

        assertThat(provider("unblock", id).exitCode()).isZero();
        assertThat(provider("blocked").out()).isEmpty();
        Finished again = provider("unblock", id);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(oneLine(again)).contains(id + " is not blocked");
        assertThat(provider("block", " ").exitCode()).isEqualTo(1);
        assertThat(provider("block").exitCode()).isEqualTo(2);
    }

    @Test
    void aDrainedGatewayTakesNobodyInUntilItIsUndrained() throws Exception {
        String asset = dataspace.offer("mqtt-tls", Optional.empty(), "cli/drain");
        try {
            Finished drained = provider("drain");
            assertThat(drained.exitCode()).as(drained.err()).isZero();
            assertThat(drained.err()).contains("the gateway is drained; ");

            Finished refused = subscribe(asset);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(lastLine(refused)).contains("refused the connection").contains("server_unavailable");

            Finished again = provider("drain", "--sessions");
            assertThat(again.err()).contains("and sent away");
        } finally {
            assertThat(provider("undrain").exitCode()).isZero();
        }
        dataspace.broker().publish("cli/drain", "first", true);
        assertThat(subscribe(asset, "--count", "1").out()).contains("cli/drain first");
    }

    @Test
    void usageErrorsExitWithTwo() throws Exception {
        assertThat(Command.mqttDsp("subscribe").await().exitCode()).isEqualTo(2);
        assertThat(Command.mqttDsp("no-such-command").await().exitCode()).isEqualTo(2);
        assertThat(Command.mqttDsp("demo", "--messages", "0").await().exitCode())
                .isEqualTo(2);
    }

    @Test
    void anUnreadableConfigurationIsOneLine(@TempDir Path directory) throws Exception {
        Path missing = directory.resolve("missing.properties");

        Finished finished =
                Command.mqttDsp("connector", "--config", missing.toString()).await();

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(oneLine(finished)).contains(missing.toString()).contains("no such file");
    }

    @Test
    void aPortInUseIsNamedWithTheKeyThatChangesIt(@TempDir Path directory) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path config = config(directory, "edc.mqtt.public.tls.port=" + taken.getLocalPort());

            Finished finished =
                    Command.mqttDsp("connector", "--config", config.toString()).await();

            assertThat(finished.exitCode()).isEqualTo(1);
            assertThat(oneLine(finished))
                    .contains("port " + taken.getLocalPort() + " is in use")
                    .contains("edc.mqtt.public.tls.port");
        }
    }

    @Test
    void anIdThatNobodyCanProveIsRefused(@TempDir Path directory) throws Exception {
        Path config = config(directory, "edc.participant.id=provider");

        Finished finished =
                Command.mqttDsp("connector", "--config", config.toString()).await();

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(oneLine(finished))
                .contains("edc.participant.id: found 'provider', which nobody can prove; accepted: a DID")
                .contains("did:web:connector.example");
    }

    /** A configuration that would do, and a line that overrides one of its own. */
    private Path config(Path directory, String line) throws IOException {
        List<String> lines =
                new ArrayList<>(List.of("edc.participant.id=did:web:localhost", "edc.mqtt.data.dir=" + directory));
        for (String port : List.of(
                "web.http.port",
                "web.http.management.port",
                "web.http.protocol.port",
                "web.http.control.port",
                "web.http.credentials.port",
                "edc.mqtt.public.port",
                "edc.mqtt.public.tls.port")) {
            lines.add(port + "=" + dataspace.ports().next());
        }
        lines.add(line);
        return Files.write(directory.resolve("connector.properties"), lines);
    }

    private Finished provider(String command, String... arguments) throws Exception {
        String[] line = new String[arguments.length + 3];
        line[0] = command;
        line[1] = "--connector";
        line[2] = dataspace.provider().managementUrl().toString();
        System.arraycopy(arguments, 0, line, 3, arguments.length);
        return Command.mqttDsp(line).await();
    }

    private Finished subscribe(String asset, String... options) throws Exception {
        return Command.mqttDsp(subscribeLine(asset, options)).await();
    }

    private String[] subscribeLine(String asset, String... options) {
        String[] line = {
            "subscribe",
            "--connector",
            dataspace.consumer().managementUrl().toString(),
            "--provider",
            dataspace.provider().protocol().toString(),
            "--asset",
            asset,
            "--ca",
            dataspace.ca().toString()
        };
        String[] all = Arrays.copyOf(line, line.length + options.length);
        System.arraycopy(options, 0, all, line.length, options.length);
        return all;
    }

    private static String oneLine(Finished finished) {
        String failure = lastLine(finished);
        assertThat(finished.err()).as("no stack trace").doesNotContain("\tat ");
        return failure;
    }

    private static String lastLine(Finished finished) {
        var lines = finished.err().strip().lines().toList();
        assertThat(lines).isNotEmpty();
        assertThat(lines.get(lines.size() - 1)).startsWith("mqtt-dsp: ");
        return lines.get(lines.size() - 1);
    }
}
