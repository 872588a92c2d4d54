package dev.mqttdsp.benchmarks.load;

import dev.mqttdsp.benchmarks.line.Line;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Clients that connect and leave as soon as their CONNECT is answered: so many a second, or the next one whenever one is
 * done. Belongs to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a caller that fails is told
final class Callers implements ClientEvents {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);

    private final Dialer dialer;
    private final Plan plan;
    private ScheduledFuture<?> ticks;
    private long begin;
    private long called;
    private long missed;
    private int waiting;
    private long accepted;
    private long refused;
    private long failed;
    private String lastFailure = "";
    private boolean over;

    /**
     * Who calls.
     *
     * @param target where
     * @param tokens the passwords, in turn; empty for none
     * @param parallel so many wait for their answer at most
     * @param rate a second; 0 for as many as are answered
     */
    record Plan(Target target, List<String> tokens, int parallel, long rate) {
        Plan {
            tokens = List.copyOf(tokens);
        }
    }

    Callers(Dialer dialer, Plan plan) {
        this.dialer = dialer;
        this.plan = plan;
    }

    void begin() {
        begin = System.nanoTime();
        if (plan.rate() > 0) {
            ticks = dialer.loop().scheduleAtFixedRate(this::tick, TICK, TICK, TimeUnit.NANOSECONDS);
        } else {
            callNext();
        }
    }

    private void tick() {
        long due = (System.nanoTime() - begin) / TICK * plan.rate() / 1_000;
        while (called + missed < due && waiting < plan.parallel()) {
            call();
        }
        missed += Math.max(0, due - missed - called); // who had to wait outside does not come later, on top of others
    }

    private void callNext() {
        while (waiting < plan.parallel() && !over) {
            call();
        }
    }

    private void call() {
        Optional<String> password = plan.tokens().isEmpty()
                ? Optional.empty()
                : Optional.of(plan.tokens().get((int) (called % plan.tokens().size())));
        called++;
        waiting++;
        String clientId = "caller-" + called + "-" + begin;
        dialer.dial(plan.target(), new Client(new Client.Introduction(clientId, password, Optional.empty(), 0), this));
    }

    @Override
    public void opened(Client client) {
        accepted++;
        client.leave();
        answered();
    }

    @Override
    public void refused(Client client, int code) {
        refused++;
        answered();
    }

    @Override
    public void lost(Client client, String why) {
        failed++;
        lastFailure = why;
        answered();
    }

    private void answered() {
        waiting--;
        if (plan.rate() == 0 && !over) {
            dialer.loop().execute(this::callNext); // not on top of who has just been answered
        }
    }

    /** Nobody else calls. */
    void end() {
        over = true;
        if (ticks != null) {
            ticks.cancel(false);
        }
    }

    /** How it went so far. */
    Line told() {
        return Line.ok(
                "at",
                System.nanoTime(),
                "called",
                called,
                "accepted",
                accepted,
                "refused",
                refused,
                "failed",
                failed,
                "failure",
                lastFailure);
    }
}
