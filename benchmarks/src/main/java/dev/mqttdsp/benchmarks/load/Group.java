package dev.mqttdsp.benchmarks.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Clients that stay. Belongs to the event loop. */
final class Group implements ClientEvents {
    private final Dialer dialer;
    private final Plan plan;
    private final Tally tally;
    private final Runnable arrived;
    private final List<Client> clients = new ArrayList<>();
    private final Map<Client, CompletableFuture<Long>> ends = new HashMap<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private int open;
    private boolean leaving;

    /**
     * What the clients are to do.
     *
     * @param name begins their client ids
     * @param target where they connect to
     * @param count how many there are
     * @param parallel so many connect at a time
     * @param filter what each subscribes to
     * @param qos of the subscriptions
     * @param tokens the passwords, in turn; empty for none
     * @param slow whether they read only now and then
     */
    record Plan(
            String name,
            Target target,
            int count,
            int parallel,
            Optional<String> filter,
            int qos,
            List<String> tokens,
            boolean slow) {
        Plan {
            tokens = List.copyOf(tokens);
        }
    }

    /**
     * Nobody is there yet.
     *
     * @param arrived is told when messages have arrived
     */
    Group(Dialer dialer, Plan plan, Tally tally, Runnable arrived) {
        this.dialer = dialer;
        this.plan = plan;
        this.tally = tally;
        this.arrived = arrived;
    }

    /** Connects all; fails when one does not come in. */
    CompletableFuture<Void> open() {
        for (int i = 0; i < Math.min(plan.parallel(), plan.count()); i++) {
            next();
        }
        return ready;
    }

    private void next() {
        int number = clients.size();
        Optional<String> password = plan.tokens().isEmpty()
                ? Optional.empty()
                : Optional.of(plan.tokens().get(number % plan.tokens().size()));
        Client client = new Client(
                new Client.Introduction(plan.name() + "-" + number, password, plan.filter(), plan.qos()), this);
        clients.add(client);
        ends.put(client, new CompletableFuture<>());
        dialer.dial(plan.target(), client);
    }

    @Override
    public void opened(Client client) {
        open++;
        if (plan.slow()) {
            new SlowReading(client.channel()).begin();
        }
        if (open == plan.count()) {
            ready.complete(null);
        } else if (clients.size() < plan.count() && !leaving) {
            next();
        }
    }

    @Override
    public void refused(Client client, int code) {
        lost(client, "CONNACK " + code);
    }

    @Override
    public void lost(Client client, String why) {
        ends.get(client).complete(System.nanoTime());
        ready.completeExceptionally(
                new IllegalStateException("client " + clients.indexOf(client) + " of " + plan.name() + ": " + why));
    }

    @Override
    public void received(long stamp) {
        tally.received(stamp);
    }

    @Override
    public void readComplete() {
        arrived.run();
    }

    /** How many are connected. */
    int living() {
        return (int) ends.values().stream().filter(end -> !end.isDone()).count();
    }

    /** When the client of that number was cut off, by {@link System#nanoTime()}. */
    CompletableFuture<Long> cut(int number) {
        return ends.get(clients.get(number));
    }

    /** When the last of all was cut off. */
    CompletableFuture<Long> allCut() {
        return CompletableFuture.allOf(ends.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> ends.values().stream()
                        .mapToLong(CompletableFuture::join)
                        .max()
                        .orElse(System.nanoTime()));
    }

    /** All say goodbye. */
    void close() {
        leaving = true;
        clients.stream().filter(client -> client.channel() != null).forEach(Client::leave);
    }
}
