package dev.mqttdsp.pacing.handout;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
