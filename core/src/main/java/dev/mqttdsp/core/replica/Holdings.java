package dev.mqttdsp.core.replica;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.GrantView;
import dev.mqttdsp.core.token.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The grants of a replica, and what a door needs to know beside them. Thread safe; one thread changes it. */
final class Holdings implements GrantView {
    /** For so long an ended grant is remembered, to say whose it was when its credential is presented. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private final Brokers brokers;
    private final Clock clock;
    private final Map<String, Holding> byFlow = new ConcurrentHashMap<>();
    private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();

    /**
     * @param brokers the entries of this process
     */
    Holdings(Brokers brokers, Clock clock) {
        this.brokers = brokers;
        this.clock = clock;
    }

    /**
     * A grant, and what its door needs beside it.
     *
     * @param passwordHash SHA-256 of its password in hexadecimal digits, where it has one
     * @param barred whether all access of its consumer is barred
     */
    private record Holding(Grant grant, Optional<String> passwordHash, boolean barred) {}

    @Override
    public Optional<Grant> find(String flowId) {
        return Optional.ofNullable(byFlow.get(flowId)).map(Holding::grant);
    }

    @Override
    public Runnable watch(Consumer<String> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** Whether that is the password of the grant, in the epoch that it has there. */
    boolean isPassword(String password, Grant grant) {
        Holding holding = byFlow.get(grant.flowId());
        return holding != null
                && holding.grant().epoch() == grant.epoch()
                && holding.passwordHash().isPresent()
                && MessageDigest.isEqual(
                        ascii(holding.passwordHash().get()),
                        ascii(Fingerprint.of(password).toString()));
    }

    /** Whether the grant's consumer is barred from all access; one that is gone meanwhile gives none either. */
    boolean isBarred(Grant grant) {
        Holding holding = byFlow.get(grant.flowId());
        return holding == null || holding.barred();
    }

    /**
     * Has these in place of all others.
     *
     * @param provider participant id of the provider
     * @param grants by flow id
     */
    void replace(String provider, Map<String, ToldGrant> grants) {
        Set<String> touched = new HashSet<>(byFlow.keySet());
        touched.addAll(grants.keySet());
        grants.values().forEach(told -> hold(provider, told));
        byFlow.keySet().retainAll(grants.keySet());
        touched.forEach(this::tell);
    }

    /** Has this one as it is told. */
    void change(String provider, ToldGrant told) {
        hold(provider, told);
        tell(told.flowId());
    }

    /** Forgets what has ended long ago. */
    void forgetEnded() {
        Instant before = clock.instant().minus(MEMORY);
        byFlow.values()
                .removeIf(holding -> holding.grant().state() == Grant.State.ENDED
                        && holding.grant().changedAt().isBefore(before));
    }

    private void hold(String provider, ToldGrant told) {
        Grant grant = told.toGrant(provider, broker(told), clock.instant());
        byFlow.put(told.flowId(), new Holding(grant, told.passwordHash(), told.barred()));
    }

    private void tell(String flowId) {
        watchers.forEach(watcher -> watcher.accept(flowId));
    }

    /** As this process reaches it. The connector may log in at an entry, so without one of that name nobody gets there. */
    private Broker broker(ToldGrant told) {
        return told.brokerName().equals(told.brokerUrl().toString())
                ? Broker.at(told.brokerUrl())
                : brokers.named(told.brokerName()).orElseGet(() -> missing(told));
    }

    private static Broker missing(ToldGrant told) {
        BrokerLogin none = new BrokerLogin(
                Optional.empty(),
                Optional.of(() -> {
                    throw new IllegalStateException("this gateway has no broker entry '" + told.brokerName() + "'");
                }),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new Broker(
                told.brokerName(),
                told.brokerUrl(),
                none,
                List.of(),
                false,
                told.rights().dialect());
    }

    private static byte[] ascii(String digits) {
        return digits.getBytes(StandardCharsets.US_ASCII);
    }
}
