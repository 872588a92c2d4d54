package dev.mqttdsp.benchmarks.load;

import dev.mqttdsp.benchmarks.line.Line;
import dev.mqttdsp.benchmarks.line.LineServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** The commands of the driver. */
final class LoadDriver implements AutoCloseable {
    private final Dialer dialer = new Dialer();
    private final Tally tally = new Tally();
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, Callers> callers = new HashMap<>();
    private Publication publication;

    LoadDriver() throws SSLException {}

    Map<String, LineServer.Command> commands() {
        return Map.ofEntries(
                Map.entry("open", this::open),
                Map.entry(
                        "living",
                        request -> Line.ok("living", onLoop(() -> group(request).living()))),
                Map.entry("cut", this::cut),
                Map.entry("all-cut", this::allCut),
                Map.entry("close", this::close),
                Map.entry("publish", this::publish),
                Map.entry("mark", request -> onLoop(this::mark)),
                Map.entry("read", request -> onLoop(this::read)),
                Map.entry("stop", request -> onLoop(this::stop)),
                Map.entry("call", this::call),
                Map.entry("calls", request -> onLoop(() -> callers(request).told())),
                Map.entry("hang-up", this::hangUp));
    }

    private Line open(Line request) throws Exception {
        Group.Plan plan = new Group.Plan(
                request.text("name"),
                Target.of(request.text("to")),
                (int) request.number("count"),
                (int) request.number("parallel"),
                Optional.of(request.text("filter")),
                (int) request.number("qos"),
                tokens(request),
                request.values().containsKey("slow"));
        long begin = System.nanoTime();
        onLoop(() -> {
                    Group group = new Group(dialer, plan, tally, this::arrived);
                    groups.put(plan.name(), group);
                    return group.open();
                })
                .get(request.number("seconds"), TimeUnit.SECONDS);
        return Line.ok("nanos", System.nanoTime() - begin);
    }

    private Line cut(Line request) throws Exception {
        return Line.ok("at", awaited(request, onLoop(() -> group(request).cut((int) request.number("number")))));
    }

    private Line allCut(Line request) throws Exception {
        return Line.ok("at", awaited(request, onLoop(() -> group(request).allCut())));
    }

    private static long awaited(Line request, CompletableFuture<Long> end) throws Exception {
        return end.get(request.number("seconds"), TimeUnit.SECONDS);
    }

    private Line close(Line request) throws Exception {
        return onLoop(() -> {
            group(request).close();
            groups.remove(request.text("name"));
            return Line.ok();
        });
    }

    private Line publish(Line request) throws Exception {
        Publication.Plan plan = new Publication.Plan(
                request.text("topic"),
                (int) request.number("qos"),
                (int) request.number("payload"),
                request.number("rate"),
                (int) request.number("window"),
                (int) request.number("receivers"));
        Target target = Target.of(request.text("to"));
        onLoop(() -> {
                    publication = new Publication(plan, tally);
                    return publication.open(dialer, target);
                })
                .get(30, TimeUnit.SECONDS);
        return Line.ok();
    }

    private void arrived() {
        if (publication != null) {
            publication.arrived();
        }
    }

    private Line mark() {
        tally.mark();
        return read();
    }

    private Line read() {
        return Line.ok(
                "at",
                System.nanoTime(),
                "sent",
                tally.sent(),
                "received",
                tally.received(),
                "p50",
                tally.percentile(50),
                "p99",
                tally.percentile(99));
    }

    private Line stop() {
        if (publication != null) {
            publication.close();
            publication = null;
        }
        return Line.ok();
    }

    private Line call(Line request) throws Exception {
        Callers.Plan plan = new Callers.Plan(
                Target.of(request.text("to")),
                tokens(request),
                (int) request.number("parallel"),
                request.number("rate"));
        return onLoop(() -> {
            Callers begun = new Callers(dialer, plan);
            callers.put(request.text("name"), begun);
            begun.begin();
            return Line.ok();
        });
    }

    private Line hangUp(Line request) throws Exception {
        return onLoop(() -> {
            Callers ended = callers(request);
            callers.remove(request.text("name"));
            ended.end();
            return ended.told();
        });
    }

    private Group group(Line request) {
        return found(groups, request.text("name"));
    }

    private Callers callers(Line request) {
        return found(callers, request.text("name"));
    }

    private static <T> T found(Map<String, T> all, String name) {
        T one = all.get(name);
        if (one == null) {
            throw new IllegalArgumentException("found name=" + name + "; accepted: one of " + all.keySet());
        }
        return one;
    }

    private static List<String> tokens(Line request) throws IOException {
        return request.values().containsKey("tokens") ? Files.readAllLines(Path.of(request.text("tokens"))) : List.of();
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return dialer.loop().submit(task).get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        dialer.close();
    }
}
