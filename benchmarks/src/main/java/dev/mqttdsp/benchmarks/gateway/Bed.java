package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.line.Line;
import dev.mqttdsp.benchmarks.load.LoadMain;
import dev.mqttdsp.benchmarks.process.Broker;
import dev.mqttdsp.benchmarks.process.Core;
import dev.mqttdsp.benchmarks.process.LineProcess;
import dev.mqttdsp.benchmarks.process.Testbed;
import dev.mqttdsp.benchmarks.provider.ProviderMain;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Broker, gateway and load driver, each in a process of its own. */
final class Bed {
    static final int SESSIONS_PER_GRANT = 4;
    /** Clients that come in at the same time. */
    static final int PARALLEL = 32;

    private static final int PAYLOAD = 256;
    /** As {@code mqtt-dsp connector} is run, with a bound to the heap. */
    private static final List<String> GATEWAY_JVM = List.of("-XX:+UseSerialGC", "-Xmx512m");

    private static final List<String> LOAD_JVM = List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmn160m", "-Xmx512m");
    private static final Duration STARTING = Duration.ofMinutes(2);

    private final Path directory;
    private final Broker broker;
    private final LineProcess gateway;
    private final LineProcess load;
    private final Line ports;
    private int files;

    private Bed(Path directory, Broker broker, LineProcess gateway, LineProcess load, Line ports) {
        this.directory = directory;
        this.broker = broker;
        this.gateway = gateway;
        this.load = load;
        this.ports = ports;
    }

    /**
     * Starts all three.
     *
     * @param more options of the gateway's JVM
     * @param profile where a recording of the gateway's JVM is left, if there is to be one
     */
    static Bed start(Testbed testbed, Progress progress, List<String> more, Optional<Path> profile)
            throws IOException, InterruptedException {
        Core shared = Core.number(0);
        Broker broker = Broker.start(testbed, progress, shared);
        List<String> options = new ArrayList<>(GATEWAY_JVM);
        options.addAll(more);
        profile.ifPresent(file -> options.addAll(List.of(
                "-Xlog:disable", // standard output is for answers
                "-Xlog:all=error:stderr",
                "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + file.toAbsolutePath())));
        LineProcess gateway = LineProcess.start(
                testbed,
                "gateway",
                Core.number(1),
                options,
                ProviderMain.class,
                List.of(
                        testbed.directory("gateway").toString(),
                        broker.directory().toString()));
        LineProcess load = LineProcess.start(testbed, "load", shared, LOAD_JVM, LoadMain.class, List.of());
        return new Bed(testbed.directory("tokens"), broker, gateway, load, gateway.started());
    }

    /** Ends all three; the recording, if there is one, is written. */
    void close() {
        load.close();
        gateway.close();
        broker.close();
    }

    Broker broker() {
        return broker;
    }

    LineProcess gateway() {
        return gateway;
    }

    LineProcess load() {
        return load;
    }

    /** Where clients reach the broker itself. */
    Way direct(Door door) {
        return new Way("direct", door.scheme() + "://127.0.0.1:" + broker.port(door.scheme()), Optional.empty());
    }

    /**
     * Where clients reach the gateway, with tokens of flows that have just been started.
     *
     * @param upstream the scheme by which the gateway reaches the broker
     * @param prefix of the flows
     * @param flows how many
     * @param filter what they may receive
     */
    Way through(Door door, String upstream, String prefix, int flows, String filter) throws InterruptedException {
        Path tokens = directory.resolve("tokens-" + files++);
        gateway.ask(
                STARTING,
                Line.of(
                        "start",
                        "prefix",
                        prefix,
                        "count",
                        flows,
                        "broker",
                        broker.url(upstream),
                        "filter",
                        filter,
                        "file",
                        tokens));
        return new Way(
                upstream.equals(door.scheme()) ? "same" : "plain-upstream",
                door.scheme() + "://127.0.0.1:" + ports.number(door.scheme()),
                Optional.of(tokens));
    }

    /** Tokens that nobody has signed. */
    Way forged(Door door, int count) throws InterruptedException {
        Path tokens = directory.resolve("tokens-" + files++);
        gateway.ask(STARTING, Line.of("forge", "count", count, "broker", broker.url("mqtt"), "file", tokens));
        return new Way("forged", door.scheme() + "://127.0.0.1:" + ports.number(door.scheme()), Optional.of(tokens));
    }

    /** Connects clients that subscribe and stay. */
    void open(String name, Way way, int count, String filter, int qos) throws InterruptedException {
        Line line = Line.of(
                "open",
                "name",
                name,
                "to",
                way.url(),
                "count",
                count,
                "parallel",
                PARALLEL,
                "filter",
                filter,
                "qos",
                qos,
                "seconds",
                STARTING.toSeconds());
        load.ask(STARTING.plusSeconds(10), way.with(line));
    }

    /** Publishes from inside. */
    void publish(String topic, int qos, long rate, int window, int receivers) throws InterruptedException {
        load.ask(
                "publish",
                "to",
                "mqtt://127.0.0.1:" + broker.port("mqtt"),
                "topic",
                topic,
                "qos",
                qos,
                "payload",
                PAYLOAD,
                "rate",
                rate,
                "window",
                window,
                "receivers",
                receivers);
    }
}
