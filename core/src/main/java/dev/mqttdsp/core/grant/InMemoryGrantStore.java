package dev.mqttdsp.core.grant;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Grants of one process, gone with it: after a restart nothing that was given out before is admitted. */
public final class InMemoryGrantStore implements GrantStore {
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();

    @Override
    public Optional<Grant> find(String flowId) {
        return Optional.ofNullable(grants.get(flowId));
    }

    @Override
    public Runnable watch(Consumer<String> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    @Override
    public Optional<Grant> update(String flowId, Function<Optional<Grant>, Optional<Grant>> change) {
        boolean[] changed = new boolean[1];
        Grant stored = grants.compute(flowId, (id, before) -> {
            Grant after = change.apply(Optional.ofNullable(before)).orElse(before);
            changed[0] = after != null && !after.equals(before);
            return after;
        });
        if (changed[0]) {
            watchers.forEach(watcher -> watcher.accept(flowId));
        }
        return Optional.ofNullable(stored);
    }

    @Override
    public Stream<Grant> living() {
        return grants.values().stream().filter(grant -> grant.state() != Grant.State.ENDED);
    }

    @Override
    public void forgetEnded(Instant before) {
        grants.values()
                .removeIf(grant ->
                        grant.state() == Grant.State.ENDED && grant.changedAt().isBefore(before));
    }
}
