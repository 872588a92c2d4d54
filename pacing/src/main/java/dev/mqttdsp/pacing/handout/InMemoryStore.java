package dev.mqttdsp.pacing.handout;

import static java.util.Comparator.comparingLong;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.edc.spi.entity.StatefulEntity;
import org.eclipse.edc.spi.persistence.StateEntityStore;
import org.eclipse.edc.spi.query.Criterion;
import org.eclipse.edc.spi.result.StoreResult;

/**
 * One of EDC's in-memory stores, one step at a time, and with hand-outs that cost the same however much it holds.
 *
 * <p>Such a store saves without a lock, and hands out what has been replaced meanwhile. With a database behind it, a lock
 * of this process would be wrong: it would be held while waiting for a row, whose holder may wait for the lock.
 */
final class InMemoryStore<T extends StatefulEntity<T>> implements StateEntityStore<T> {
    private final StateEntityStore<T> store;
    private final Pace<T> pace;
    private final Leases leases;

    InMemoryStore(StateEntityStore<T> store, Pace<T> pace) {
        this.store = store;
        this.pace = pace;
        this.leases = new Leases(pace.clock());
    }

    static boolean isOne(Object store) {
        for (Class<?> type = store.getClass(); type != null; type = type.getSuperclass()) {
            // By name, because the class is no part of EDC's SPI and need not be there.
            if (type.getName().equals("org.eclipse.edc.store.InMemoryStatefulEntityStore")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public T findById(String id) {
        return store.findById(id);
    }

    @Override
    public synchronized List<T> nextNotLeased(int max, Criterion... criteria) {
        Optional<Set<String>> free = leases.free(criteria);
        List<T> next = free.isEmpty() ? store.nextNotLeased(max, criteria) : oldest(max, free.get(), criteria);
        next.forEach(entity -> leases.leased(entity.getId()));
        return next;
    }

    private List<T> oldest(int max, Set<String> ids, Criterion... criteria) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Predicate<T> wanted = Arrays.stream(criteria)
                .map(criterion -> pace.operators().<T>toPredicate(criterion))
                .reduce(pace::isDue, Predicate::and);
        return ids.stream()
                .map(store::findById)
                .filter(Objects::nonNull)
                .filter(wanted)
                .sorted(comparingLong(StatefulEntity::getStateTimestamp))
                .limit(max)
                .filter(entity -> store.findByIdAndLease(entity.getId()).succeeded())
                .toList();
    }

    @Override
    public synchronized StoreResult<T> findByIdAndLease(String id) {
        return store.findByIdAndLease(id).onSuccess(entity -> leases.leased(id));
    }

    @Override
    public synchronized StoreResult<Void> save(T entity) {
        return store.save(entity).onSuccess(nothing -> leases.stored(entity.getId(), entity.getState()));
    }

    synchronized StoreResult<Void> delete(String id, Supplier<StoreResult<Void>> deletion) {
        return deletion.get().onSuccess(nothing -> leases.deleted(id));
    }
}
