package dev.mqttdsp.acceptance.kit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Document;
import dev.mqttdsp.acceptance.kit.Finished;
import dev.mqttdsp.acceptance.kit.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code docs/two-machines.md}, whose blocks are run one after the other on the machines that they name. */
public final class Walkthrough implements AutoCloseable {
    /** Issues credentials, and certificates too. */
    public static final String AUTHORITY = "authority.example";
    /** Has the broker. */
    public static final String PROVIDER = "provider.example";
    /** Gets the messages. */
    public static final String CONSUMER = "consumer.example";

    /** Seconds that a token of the provider lives, so that a test sees it end: the one thing that is not as it is printed. */
    public static final int TOKEN_LIFE = 8;

    private static final String MESSAGE = "line1/press/temperature ";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Document page;
    private final Iterator<Block> blocks;
    private final Network network;

    private Walkthrough(Document page, Network network) {
        this.page = page;
        this.blocks = page.blocks("sh").stream().map(Block::of).iterator();
        this.network = network;
    }

    /** Begins before the first block, with empty machines whose homes are in that directory. */
    public static Walkthrough begin(Path directory) throws Exception {
        for (String program : List.of("mosquitto", "mosquitto_pub", "mosquitto_sub")) {
            Programs.require(program);
        }
        Programs.require("openssl", "openssl");
        Programs.require("ss", "iproute2");
        Document page = Document.read("docs/two-machines.md");
        return new Walkthrough(page, Network.of(directory, AUTHORITY, PROVIDER, CONSUMER));
    }

    /** What is printed. */
    public Document page() {
        return page;
    }

    /** The machine with that name. */
    public Host host(String name) {
        return network.host(name);
    }

    /** The next block, which has to be for that machine. */
    public Block next(String machine) {
        Block block = blocks.next();
        assertThat(block.machine()).as(block.lines()).isEqualTo(machine);
        return block;
    }

    /** Whether every block was handed out. */
    public boolean isOver() {
        return !blocks.hasNext();
    }

    /** Runs a block that goes on. */
    public Command start(Block block) {
        return host(block.machine()).start(block.lines());
    }

    /** Runs a block to its end, which has to be a good one. */
    public Finished run(Block block) throws Exception {
        Finished finished = host(block.machine()).run(block.lines());
        assertThat(finished.exitCode())
                .as("%s%n%s%n%s", block, finished.out(), finished.err())
                .isZero();
        return finished;
    }

    /** Makes the certificates: the first two blocks. */
    public void makeCertificates() throws Exception {
        Block own = next(PROVIDER);
        for (String name : List.of(PROVIDER, AUTHORITY, CONSUMER)) {
            run(new Block(name, own.lines().replace(PROVIDER, name)));
        }
        run(next(AUTHORITY));
    }

    /** Starts the broker, the authority and both connectors, the next three blocks; gives the provider's. */
    public Command startEverybody() {
        return startEverybody(UnaryOperator.identity());
    }

    /** The same with a change of the connectors' blocks. */
    public Command startEverybody(UnaryOperator<Block> change) {
        host(PROVIDER).start("mosquitto -p 1883");
        Command authority = start(next(AUTHORITY));
        String life = "export EDC_MQTT_TOKEN_LIFETIME=" + TOKEN_LIFE + "\n";
        Command provider = start(change.apply(next(PROVIDER)).with(life::concat));
        Command consumer = start(change.apply(next(CONSUMER)));
        awaitText(authority, authority::err, "until it is stopped");
        awaitText(provider, provider::out, "ready");
        awaitText(consumer, consumer::out, "ready");
        return provider;
    }

    /** Ports that are open beyond loopback. */
    public Set<Integer> openPorts(String name) throws Exception {
        return host(name)
                .run("ss -Hltn")
                .out()
                .lines()
                .map(line -> line.split("\\s+", -1)[3])
                .filter(socket -> Stream.of("127.", "[::1]", "[::ffff:127.").noneMatch(socket::startsWith))
                .map(socket -> Integer.valueOf(socket.substring(socket.lastIndexOf(':') + 1)))
                .collect(Collectors.toSet());
    }

    /** The numbers that the plant's machine has sent, as far as they were printed. */
    public static List<Integer> numbers(String out) {
        return out.lines()
                .filter(line -> line.startsWith(MESSAGE))
                .map(line -> Integer.valueOf(line.substring(MESSAGE.length())))
                .toList();
    }

    /** Waits until that was written, by a command that has not ended before. */
    public static void awaitText(Command command, Supplier<String> output, String text) {
        await().atMost(PATIENCE).until(() -> output.get().contains(text) || !command.isRunning());
        assertThat(output.get()).as(command.err()).contains(text);
    }

    /** Waits until a number was printed that is not below that one; gives all that were. */
    public static List<Integer> awaitNumber(Command command, int number) {
        await().atMost(PATIENCE)
                .until(() ->
                        !command.isRunning() || numbers(command.out()).stream().anyMatch(printed -> printed >= number));
        List<Integer> printed = numbers(command.out());
        assertThat(printed).as(command.err()).anyMatch(one -> one >= number);
        return printed;
    }

    @Override
    public void close() {
        network.close();
    }
}
