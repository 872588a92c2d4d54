package dev.mqttdsp.gateway.meter;

import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Reached;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The meters of one gateway; they leave the registry with it. Thread safe. */
public final class GatewayMeters implements AutoCloseable {
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Queue<Meter> meters = new ConcurrentLinkedQueue<>();
    private final Totals totals = new Totals();
    private final Timer handshakes;
    private final Timer admissions;
    private final Timer openings;
    private final Timer cuts;

    /** Puts them into a registry. */
    public GatewayMeters(MeterRegistry registry) {
        this.registry = registry;
        handshakes = timer("mqtt.gateway.handshake", "TLS handshakes of clients, from the first byte on");
        admissions = timer("mqtt.gateway.admission", "judging a credential");
        openings = timer("mqtt.gateway.connect", "from a client's CONNECT to its CONNACK, the broker's part included");
        cuts = timer("mqtt.gateway.cut", "from the end of a grant's access to the close of a client's connection");
        counter("mqtt.gateway.bytes", "bytes of MQTT", Tags.of("direction", "to_client"), totals.bytesToClients::sum);
        counter(
                "mqtt.gateway.bytes",
                "bytes of MQTT",
                Tags.of("direction", "from_client"),
                totals.bytesFromClients::sum);
        counter(
                "mqtt.gateway.messages",
                "PUBLISH packets",
                Tags.of("direction", "to_client"),
                totals.messagesToClients::sum);
        counter(
                "mqtt.gateway.messages",
                "PUBLISH packets",
                Tags.of("direction", "from_client"),
                totals.messagesFromClients::sum);
    }

    /** Where sessions add up what has passed. */
    public Totals totals() {
        return totals;
    }

    /** Shows how often each limit was reached. */
    public void show(Reached reached) {
        for (Limit limit : Limit.values()) {
            counter(
                    "mqtt.gateway.limits",
                    "how often a limit was reached",
                    Tags.of("limit", limit.key()),
                    () -> reached.count(limit));
        }
    }

    /**
     * Shows what waits.
     *
     * @param unauthenticated connections for which no credential speaks yet
     * @param handshakes connections that wait for their TLS handshake
     * @param lookups connects that wait for a lookup of their broker
     * @param tokens requests for tokens that wait
     * @param removals sessions that are to be removed at brokers
     */
    public void show(
            Supplier<Number> unauthenticated,
            Supplier<Number> handshakes,
            Supplier<Number> lookups,
            Supplier<Number> tokens,
            Supplier<Number> removals) {
        gauge("mqtt.gateway.unauthenticated", "connections for which no credential speaks yet", unauthenticated);
        gauge("mqtt.gateway.handshakes.waiting", "connections that wait for their TLS handshake", handshakes);
        gauge("mqtt.gateway.lookups.waiting", "connects that wait for a lookup of their broker", lookups);
        gauge("mqtt.gateway.tokens.waiting", "requests for tokens that wait", tokens);
        gauge("mqtt.gateway.removals.waiting", "sessions that are to be removed at brokers", removals);
    }

    private void gauge(String name, String what, Supplier<Number> value) {
        meters.add(Gauge.builder(name, value).description(what).register(registry));
    }

    /**
     * Shows how many sessions a grant has.
     *
     * @return shows it no longer
     */
    public Runnable sessions(Subject grant, Supplier<Number> count) {
        Meter meter = Gauge.builder("mqtt.gateway.sessions", count)
                .description("clients that are connected")
                .tag("flow", grant.flowId())
                .tag("consumer", grant.consumer())
                .tag("asset", grant.assetId())
                .register(registry);
        meters.add(meter);
        return () -> {
            registry.remove(meter);
            meters.remove(meter);
        };
    }

    /** A TLS handshake has succeeded. */
    public void handshake(long nanos) {
        handshakes.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A credential was judged. */
    public void admission(long nanos) {
        admissions.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A client has had its CONNACK. */
    public void connect(long nanos) {
        openings.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A client was cut off. */
    public void cut(long nanos) {
        cuts.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(String name, String what) {
        Timer timer = Timer.builder(name)
                .description(what)
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
        meters.add(timer);
        return timer;
    }

    private void counter(String name, String what, Tags tags, LongSupplier count) {
        // The registry holds the object weakly, and the function as long as the meter.
        meters.add(FunctionCounter.builder(name, this, self -> count.getAsLong())
                .description(what)
                .tags(tags)
                .register(registry));
    }

    @Override
    public void close() {
        Collection<Meter> all = meters;
        all.forEach(registry::remove);
        all.clear();
    }
}
