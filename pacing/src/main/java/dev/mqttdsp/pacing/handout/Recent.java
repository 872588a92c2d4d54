package dev.mqttdsp.pacing.handout;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The newest entries: the oldest goes when there are too many. */
public final class Recent<K, V> {
    private final int most;
    private final Map<K, V> entries = new LinkedHashMap<>();

    public Recent(int most) {
        this.most = most;
    }

    public synchronized void put(K key, V value) {
        entries.remove(key); // so that it is the newest again
        entries.put(key, value);
        if (entries.size() > most) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    /**
     * Puts a value where there is none.
     *
     * @param isOver whether the value that is there counts no more
     * @return the value that is there and counts; empty if the new one was put
     */
    public synchronized Optional<V> putIfAbsent(K key, V value, Predicate<V> isOver) {
        V present = entries.get(key);
        if (present != null && !isOver.test(present)) {
            return Optional.of(present);
        }
        put(key, value);
        return Optional.empty();
    }

    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    public synchronized boolean has(K key) {
        return entries.containsKey(key);
    }

    public synchronized void remove(K key) {
        entries.remove(key);
    }
}
