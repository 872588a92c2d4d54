package dev.mqttdsp.acceptance;

import static dev.mqttdsp.acceptance.kit.net.Walkthrough.AUTHORITY;
import static dev.mqttdsp.acceptance.kit.net.Walkthrough.CONSUMER;
import static dev.mqttdsp.acceptance.kit.net.Walkthrough.PROVIDER;
import static dev.mqttdsp.acceptance.kit.net.Walkthrough.awaitText;
import static dev.mqttdsp.acceptance.kit.net.Walkthrough.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Document;
import dev.mqttdsp.acceptance.kit.Finished;
import dev.mqttdsp.acceptance.kit.Home;
import dev.mqttdsp.acceptance.kit.net.Block;
import dev.mqttdsp.acceptance.kit.net.Ingress;
import dev.mqttdsp.acceptance.kit.net.Walkthrough;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/two-machines.md} where an ingress ends TLS before each connector, as the page says at its end. */
class BehindIngressTest {
    private Walkthrough walk;
    private Document section;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        walk = Walkthrough.begin(directory);
        section = walk.page().section("## Behind an ingress");
    }

    @AfterEach
    void end() {
        if (walk != null) {
            walk.close();
        }
    }

    @Test
    void leadsToMessagesThroughPort443Alone() throws Exception {
        walk.makeCertificates();
        for (String name : List.of(PROVIDER, CONSUMER)) {
            Command ingress = walk.host(name).start(ingress(name));
            awaitText(ingress, ingress::out, "ready");
        }
        Command provider = walk.startEverybody(this::configured);
        for (String name : List.of(AUTHORITY, PROVIDER, CONSUMER)) {
            walk.run(walk.next(name).with(BehindIngressTest::changed));
        }
        Command plant = walk.start(walk.next(PROVIDER).with(BehindIngressTest::changed));
        awaitText(plant, plant::err, "offered line1");

        Finished finished = walk.run(walk.next(CONSUMER).with(BehindIngressTest::changed));

        assertThat(numbers(finished.out())).hasSize(Walkthrough.TOKEN_LIFE);
        assertThat(finished.err()).contains("connected to wss://provider.example/mqtt");
        String consumer = "consumer=did:web:consumer.example, address="
                + walk.host(CONSUMER).address();
        assertThat(provider.err()).containsPattern("CONNECTED, " + consumer).containsPattern("REFRESHED, " + consumer);
        assertThat(walk.openPorts(PROVIDER)).containsExactly(443);
        assertThat(walk.openPorts(CONSUMER)).containsExactly(443);
    }

    /** With the file of this section in place of the one that is printed there. */
    private Block configured(Block connector) {
        String file = section.blocks("properties").get(connector.machine().equals(PROVIDER) ? 0 : 1);
        return connector.with(lines ->
                lines.replaceFirst("(?s)<<'END'\n.*\nEND\n", Matcher.quoteReplacement("<<'END'\n" + file + "END\n")));
    }

    /** As the section says that commands are; and with messages as long as a token lives, so that it is refreshed. */
    private static String changed(String lines) {
        return lines.replace("%3A8383", "")
                .replace(":8282", "")
                .replace("--endpoint tls", "--endpoint wss")
                .replace("--count 3", "--count " + Walkthrough.TOKEN_LIFE);
    }

    private String ingress(String name) {
        String classes = Ingress.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        String routes = Pattern.compile("\\| `(/\\S+)` \\| (\\d+) \\|")
                .matcher(section.text())
                .results()
                .map(route -> route.group(1) + "=" + route.group(2))
                .collect(Collectors.joining(" "));
        return String.join(
                " ",
                "$JAVA_HOME/bin/java -cp",
                classes + ":" + Home.jar(),
                Ingress.class.getName(),
                name + ".pem",
                name + ".key",
                "443",
                routes);
    }
}
