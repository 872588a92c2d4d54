package dev.mqttdsp.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line clients that everybody has. */
@ExtendWith(NoLeaks.class)
class MosquittoClientsTest {
    private Mosquitto mosquitto;
    private Provider provider;

    @BeforeEach
    void start(@TempDir Path broker, @TempDir Path gateway) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/mosquitto_sub")), "needs apt-get install mosquitto-clients");
        mosquitto = new Mosquitto(broker);
        provider = new Provider(gateway);
    }

    @AfterEach
    void stop() {
        if (mosquitto != null) {
            provider.close();
            mosquitto.close();
        }
    }

    private Process run(String program, String token, String... more) throws IOException {
        // Into a pipe these programs write only when their buffer is full, unless told otherwise.
        List<String> command = new ArrayList<>(List.of(
                "stdbuf",
                "-oL",
                program,
                "--cafile",
                provider.tls.ca().toString(),
                "-h",
                "localhost",
                "-p",
                "" + provider.gateway.tlsPort(),
                "-u",
                "any",
                "-P",
                token));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void aMessageTravelsUntilTheFlowEnds(String version) throws Exception {
        String token = provider.start("flow", mosquitto.entry("mqtt"), Permission.BOTH, false, "plant/#");
        Process subscriber = run("mosquitto_sub", token, "-V", version, "-d", "-t", "plant/a", "-q", "1");
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(subscriber.getInputStream(), StandardCharsets.UTF_8))) {
            readUntil(output, "Subscribed");
            Process publisher = run("mosquitto_pub", token, "-V", version, "-t", "plant/a", "-m", "hello", "-q", "2");
            assertThat(publisher.waitFor()).isZero();
            readUntil(output, "hello");

            provider.grants.end("flow", EndReason.TERMINATED_BY_PROVIDER);
            // Version 5 is told why; version 3 comes back by itself, and is told that it is not wanted.
            readUntil(output, version.equals("mqttv5") ? "DISCONNECT (152)" : "not authorised");
        } finally {
            subscriber.destroyForcibly(); // it may be between two attempts to come back, where it does not hear SIGTERM
        }
        assertThat(subscriber.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "#", "$SYS/#"})
    void anotherTopicIsRefused(String topic) throws Exception {
        String token = provider.subscriber("flow", mosquitto.entry("mqtt"), "plant/#");
        Process subscriber = run("mosquitto_sub", token, "-t", topic);
        try {
            assertThat(subscriber.waitFor(10, TimeUnit.SECONDS)).isTrue();
            String output = new String(subscriber.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output).contains("denied");
        } finally {
            subscriber.destroy();
        }
        await().until(() -> mosquitto.connections() == 0);
    }

    private static void readUntil(BufferedReader output, String text) throws IOException {
        StringBuilder seen = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.contains(text)) {
            seen.append(line).append('\n');
            line = output.readLine();
        }
        assertThat(line).as("no '%s' in%n%s", text, seen).isNotNull();
    }
}
