package dev.mqttdsp.pacing.handout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.edc.spi.entity.StatefulEntity;
import org.eclipse.edc.spi.persistence.StateEntityStore;
import org.eclipse.edc.spi.query.Criterion;
import org.eclipse.edc.spi.result.StoreResult;

/**
 * A store that knows what it has handed out, and tells what was stored.
 *
 * <p>EDC's stores read an entity and lease it in two steps. In between another thread or replica can have moved it on, and
 * a step that is done would be repeated. So every entity is read once more when its lease is held.
 */
abstract class PacedStore<T extends StatefulEntity<T>> implements StateEntityStore<T> {
    private final StateEntityStore<T> store;
    private final Pace<T> pace;

    PacedStore(StateEntityStore<T> store, Pace<T> pace) {
        this.store = pace.revalidate() && InMemoryStore.isOne(store) ? new InMemoryStore<>(store, pace) : store;
        this.pace = pace;
    }

    @Override
    public final T findById(String id) {
        return store.findById(id);
    }

    @Override
    public final List<T> nextNotLeased(int max, Criterion... criteria) {
        List<T> next = new ArrayList<>();
        for (T found : store.nextNotLeased(max, criteria)) {
            Optional<T> valid = pace.revalidate() ? revalidated(found) : Optional.of(found);
            valid.ifPresent(next::add);
        }
        next.forEach(pace.inHand()::handedOut);
        return next;
    }

    @Override
    public final StoreResult<T> findByIdAndLease(String id) {
        StoreResult<T> leased = store.findByIdAndLease(id);
        return pace.revalidate()
                ? leased.map(found -> Optional.ofNullable(store.findById(id)).orElse(found))
                : leased;
    }

    @Override
    public final StoreResult<Void> save(T entity) {
        Optional<InHand.Handout> handout = pace.inHand().handout(entity.getId());
        Version stored = Version.of(entity);
        StoreResult<Void> result = store.save(entity);
        pace.commits().after(() -> {
            if (pace.inHand().returned(entity.getId(), handout, stored)) {
                pace.changed().accept(entity);
            }
        });
        return result;
    }

    final StoreResult<Void> delete(String id, Supplier<StoreResult<Void>> deletion) {
        return store instanceof InMemoryStore<T> inMemory ? inMemory.delete(id, deletion) : deletion.get();
    }

    /** Where leases exclude others, what is read here stays true: the lease is held by now. */
    private Optional<T> revalidated(T found) {
        T current = store.findById(found.getId());
        if (current == null) {
            return Optional.empty();
        }
        Version version = Version.of(current);
        boolean same = version.equals(Version.of(found));
        if ((same || (version.state() == found.getState() && !version.pending())) && pace.isDue(current)) {
            return Optional.of(same ? found : current);
        }
        if (!(store
                instanceof InMemoryStore)) { // there, whoever moved it on has ended the lease, which excludes nobody
            StoreResult<Void> unused = store.save(current); // gives the lease back
        }
        return Optional.empty();
    }
}
