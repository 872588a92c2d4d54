package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Document;
import dev.mqttdsp.acceptance.kit.Finished;
import dev.mqttdsp.acceptance.kit.Programs;
import dev.mqttdsp.acceptance.kit.net.Host;
import dev.mqttdsp.acceptance.kit.net.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/two-machines.md} as it is printed: every process on a machine of its own, in a network namespace. */
class TwoHostsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /** Seconds that a token lives, so that the test sees it end; the one thing that is not as it is printed. */
    private static final int LIFE = 8;

    private static final String AUTHORITY = "authority.example";
    private static final String PROVIDER = "provider.example";
    private static final String CONSUMER = "consumer.example";
    private static final String TOPIC = "line1/press/temperature ";

    @TempDir
    private Path directory;

    private Network network;
    private Document page;
    private Iterator<Block> blocks;

    /**
     * What is printed in one piece.
     *
     * @param machine where it is to be run
     * @param lines without the sign at their end that leaves them running
     */
    private record Block(String machine, String lines) {
        private static final Pattern FORM = Pattern.compile("# ([a-z]+\\.example)[^\n]*\n(.*?)( &)?\n", Pattern.DOTALL);

        static Block of(String printed) {
            var parts = FORM.matcher(printed);
            assertThat(parts.matches()).as(printed).isTrue();
            return new Block(parts.group(1), parts.group(2));
        }
    }

    @BeforeEach
    void connect() throws Exception {
        for (String program : List.of("mosquitto", "mosquitto_pub", "mosquitto_sub")) {
            Programs.require(program);
        }
        Programs.require("openssl", "openssl");
        Programs.require("ss", "iproute2");
        page = Document.read("docs/two-machines.md");
        blocks = page.blocks("sh").stream().map(Block::of).iterator();
        network = Network.of(directory, AUTHORITY, PROVIDER, CONSUMER);
    }

    @AfterEach
    void takeApart() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void leadsFromEmptyMachinesToMessagesAndTheirEnd() throws Exception {
        makeCertificates();
        Command provider = startEverybody();
        nobodyIsBelievedWithoutACredential(provider);
        issueCredentials();
        firstMessages(provider);
        Command own = aClientOfItsOwn();
        Command live = messagesGoOnOverRefreshes(provider);
        assertThat(own.await().err()).as("its token has ended").containsIgnoringCase("not authori");
        theEndCutsTheLiveConnection(provider, live);

        assertThat(blocks).as("blocks that were not run").isExhausted();
        List.of(AUTHORITY, PROVIDER, CONSUMER).forEach(this::listensAsTheFirewallIsTold);
    }

    private void makeCertificates() throws Exception {
        Block own = next(PROVIDER);
        for (String name : List.of(PROVIDER, AUTHORITY, CONSUMER)) {
            run(new Block(name, own.lines().replace(PROVIDER, name)));
        }
        run(next(AUTHORITY));
    }

    /** Gives the provider's connector. */
    private Command startEverybody() {
        Command authority = start(next(AUTHORITY));
        host(PROVIDER).start("mosquitto -p 1883");
        Block printed = next(PROVIDER);
        Command provider =
                start(new Block(PROVIDER, "export EDC_MQTT_TOKEN_LIFETIME=" + LIFE + "\n" + printed.lines()));
        Command consumer = start(next(CONSUMER));
        awaitText(authority, authority::err, "until it is stopped");
        awaitText(provider, provider::out, "ready");
        awaitText(consumer, consumer::out, "ready");
        return provider;
    }

    private void nobodyIsBelievedWithoutACredential(Command provider) throws Exception {
        String catalog = page.text()
                .lines()
                .filter(line -> line.startsWith("./mqtt-dsp catalog "))
                .findFirst()
                .orElseThrow();

        Finished refused = host(CONSUMER).run(catalog);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("answers 401");
        assertThat(provider.err())
                .contains("participant 'did:web:consumer.example%3A8383' refused")
                .contains("requested credentials");
    }

    private void issueCredentials() throws Exception {
        run(next(AUTHORITY));
        assertThat(run(next(PROVIDER)).out()).contains("did:web:authority.example%3A8585");
        assertThat(run(next(CONSUMER)).out()).contains("did:web:authority.example%3A8585");
    }

    private void firstMessages(Command provider) throws Exception {
        Command plant = start(next(PROVIDER));
        awaitText(plant, plant::err, "offered line1");

        Finished finished = run(next(CONSUMER));

        assertThat(finished.out()).startsWith("mqtt  line1  Mqtt-PULL\n");
        assertThat(numbers(finished.out())).hasSize(3);
        assertThat(finished.err())
                .contains("agreement ")
                .contains("connected to mqtts://provider.example:8883, subscribed to line1/+/temperature");
        assertThat(provider.err())
                .containsPattern("CONNECTED, .*address=" + host(CONSUMER).address());
    }

    private Command aClientOfItsOwn() {
        Command own = start(next(CONSUMER));
        awaitText(own, own::out, TOPIC);
        return own;
    }

    private Command messagesGoOnOverRefreshes(Command provider) {
        Command live = start(next(CONSUMER));

        awaitText(live, live::out, TOPIC);
        int first = numbers(live.out()).get(0);
        awaitText(live, live::out, TOPIC + (first + LIFE + LIFE / 2));

        List<Integer> numbers = numbers(live.out());
        assertThat(numbers)
                .as("no message is missing")
                .isEqualTo(
                        IntStream.range(first, first + numbers.size()).boxed().toList());
        assertThat(live.err().split("connected to", -1)).as("one connection").hasSize(2);
        assertThat(provider.err().split("REFRESHED, .*address=" + host(CONSUMER).address(), -1))
                .hasSizeGreaterThan(2);
        return live;
    }

    private void theEndCutsTheLiveConnection(Command provider, Command live) throws Exception {
        Finished terminated = run(next(PROVIDER));

        assertThat(terminated.out()).contains("STARTED  provider  line1");
        String flow = terminated.out().substring(0, terminated.out().indexOf(' '));
        await().atMost(PATIENCE)
                .until(() -> provider.err().contains("flow " + flow + ": ENDED, reason=TERMINATED_BY_PROVIDER"));
        await().atMost(Duration.ofSeconds(2))
                .until(() -> provider.err().contains("flow " + flow + ": CUT, reason=FLOW_ENDED"));
        Finished ended = live.await();
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("the connection has ended").contains("gives no access");
    }

    private void listensAsTheFirewallIsTold(String name) {
        Pattern row = Pattern.compile("\\| `" + Pattern.quote(name) + "` \\| (\\d+) \\|");
        Set<Integer> told = row.matcher(
                        page.section("## What a firewall has to let in").text())
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .collect(Collectors.toSet());

        assertThat(told).as(name).isEqualTo(listening(name));
    }

    /** Ports beyond loopback. */
    private Set<Integer> listening(String name) {
        try {
            return run(new Block(name, "ss -Hltn"))
                    .out()
                    .lines()
                    .map(line -> line.split("\\s+", -1)[3])
                    .filter(socket -> Stream.of("127.", "[::1]", "[::ffff:127.").noneMatch(socket::startsWith))
                    .map(socket -> Integer.valueOf(socket.substring(socket.lastIndexOf(':') + 1)))
                    .collect(Collectors.toSet());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<Integer> numbers(String out) {
        return out.lines()
                .filter(line -> line.startsWith(TOPIC))
                .map(line -> Integer.valueOf(line.substring(TOPIC.length())))
                .toList();
    }

    /** The next block of the page, which has to be for that machine. */
    private Block next(String machine) {
        Block block = blocks.next();
        assertThat(block.machine()).as(block.lines()).isEqualTo(machine);
        return block;
    }

    private Command start(Block block) {
        return host(block.machine()).start(block.lines());
    }

    private Finished run(Block block) throws Exception {
        Finished finished = host(block.machine()).run(block.lines());
        assertThat(finished.exitCode())
                .as("%s: %s%n%s", block, finished.out(), finished.err())
                .isZero();
        return finished;
    }

    private Host host(String name) {
        return network.host(name);
    }

    private static void awaitText(Command command, Supplier<String> output, String text) {
        await().atMost(PATIENCE).until(() -> output.get().contains(text) || !command.isRunning());
        assertThat(output.get()).as(command.err()).contains(text);
    }
}
