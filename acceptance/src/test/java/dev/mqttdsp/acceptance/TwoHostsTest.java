package dev.mqttdsp.acceptance;

import static dev.mqttdsp.acceptance.kit.net.Walkthrough.AUTHORITY;
import static dev.mqttdsp.acceptance.kit.net.Walkthrough.CONSUMER;
import static dev.mqttdsp.acceptance.kit.net.Walkthrough.PROVIDER;
import static dev.mqttdsp.acceptance.kit.net.Walkthrough.awaitNumber;
import static dev.mqttdsp.acceptance.kit.net.Walkthrough.awaitText;
import static dev.mqttdsp.acceptance.kit.net.Walkthrough.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Finished;
import dev.mqttdsp.acceptance.kit.net.Walkthrough;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/two-machines.md} as it is printed: authority, provider and consumer on a machine each, with TLS everywhere. */
class TwoHostsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private Walkthrough walk;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        walk = Walkthrough.begin(directory);
    }

    @AfterEach
    void end() {
        if (walk != null) {
            walk.close();
        }
    }

    @Test
    void leadsFromEmptyMachinesToMessagesAndTheirEnd() throws Exception {
        walk.makeCertificates();
        Command provider = walk.startEverybody();
        nobodyIsBelievedWithoutACredential(provider);
        credentialsAreIssued();
        messagesArrive(provider);
        Command own = aClientOfItsOwnGetsThemToo();
        Command live = theyGoOnOverRefreshes(provider);
        assertThat(own.await().err()).as("its token has ended").containsIgnoringCase("not authori");
        theEndCutsTheLiveConnection(provider, live);

        assertThat(walk.isOver()).as("every block was run").isTrue();
        for (String name : List.of(AUTHORITY, PROVIDER, CONSUMER)) {
            assertThat(walk.openPorts(name)).as(name).isEqualTo(portsToLetIn(name));
        }
    }

    private void nobodyIsBelievedWithoutACredential(Command provider) throws Exception {
        String catalog = walk.page()
                .text()
                .lines()
                .filter(line -> line.startsWith("./mqtt-dsp catalog "))
                .findFirst()
                .orElseThrow();

        Finished refused = walk.host(CONSUMER).run(catalog);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("answers 401");
        assertThat(provider.err())
                .contains("participant 'did:web:consumer.example%3A8383' refused")
                .contains("requested credentials");
    }

    private void credentialsAreIssued() throws Exception {
        walk.run(walk.next(AUTHORITY));
        for (String name : List.of(PROVIDER, CONSUMER)) {
            assertThat(walk.run(walk.next(name)).out()).contains("did:web:authority.example%3A8585");
        }
    }

    private void messagesArrive(Command provider) throws Exception {
        Command plant = walk.start(walk.next(PROVIDER));
        awaitText(plant, plant::err, "offered line1");

        Finished finished = walk.run(walk.next(CONSUMER));

        assertThat(finished.out()).startsWith("mqtt  line1  Mqtt-PULL\n");
        assertThat(numbers(finished.out())).hasSize(3);
        assertThat(finished.err())
                .contains("agreement ")
                .contains("connected to mqtts://provider.example:8883, subscribed to line1/+/temperature");
        assertThat(provider.err()).containsPattern("CONNECTED, " + ofTheConsumer());
    }

    private Command aClientOfItsOwnGetsThemToo() {
        Command own = walk.start(walk.next(CONSUMER));
        awaitNumber(own, 1);
        return own;
    }

    private Command theyGoOnOverRefreshes(Command provider) {
        Command live = walk.start(walk.next(CONSUMER));

        int first = awaitNumber(live, 1).get(0);
        Pattern twice = Pattern.compile("(?s)(REFRESHED, " + ofTheConsumer() + ".*){2}");
        await().atMost(PATIENCE).until(() -> twice.matcher(provider.err()).find());
        List<Integer> numbers = awaitNumber(live, first + Walkthrough.TOKEN_LIFE * 3 / 2);

        assertThat(numbers)
                .as("none is missing")
                .isEqualTo(
                        IntStream.range(first, first + numbers.size()).boxed().toList());
        assertThat(live.err()).containsOnlyOnce("connected to");
        return live;
    }

    private void theEndCutsTheLiveConnection(Command provider, Command live) throws Exception {
        Finished terminated = walk.run(walk.next(PROVIDER));

        assertThat(terminated.out()).contains("STARTED  provider  line1");
        String flow = "flow " + terminated.out().substring(0, terminated.out().indexOf(' '));
        awaitText(provider, provider::err, flow + ": CUT, reason=FLOW_ENDED");
        assertThat(Duration.between(
                        instant(provider, flow + ": ENDED, reason=TERMINATED_BY_PROVIDER"),
                        instant(provider, flow + ": CUT")))
                .isLessThan(AT_ONCE);
        Finished ended = live.await();
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("the connection has ended").contains("gives no access");
    }

    /** When that was written to the log. */
    private static Instant instant(Command connector, String event) {
        String line = connector
                .err()
                .lines()
                .filter(one -> one.contains(event))
                .findFirst()
                .orElseThrow();
        return OffsetDateTime.parse(line.substring(0, line.indexOf(' '))).toInstant();
    }

    /** In the provider's log: it came over the cable. */
    private String ofTheConsumer() {
        return "consumer=did:web:consumer.example%3A8383, address="
                + walk.host(CONSUMER).address();
    }

    private Set<Integer> portsToLetIn(String name) {
        return Pattern.compile("\\| `" + Pattern.quote(name) + "` \\| (\\d+) \\|")
                .matcher(walk.page().section("## What a firewall has to let in").text())
                .results()
                .map(row -> Integer.valueOf(row.group(1)))
                .collect(Collectors.toSet());
    }
}
