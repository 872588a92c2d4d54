package dev.mqttdsp.core.audit;

import dev.mqttdsp.core.audit.AccessEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts events since the process began, by kind and reason. */
public final class AccessCounters implements AccessEvents {
    /** Reasons are codes, of which there are fewer. Should one of them ever be free text, that fills no memory. */
    private static final int REASONS = 64;

    private static final String OTHER = "OTHER";

    private final Map<Kind, ConcurrentMap<String, LongAdder>> counters = Stream.of(Kind.values())
            .collect(Collectors.toUnmodifiableMap(kind -> kind, kind -> new ConcurrentHashMap<>()));

    /**
     * How often something happened for one reason.
     *
     * @param kind what
     * @param reason why; empty where there is nothing to explain, {@code OTHER} for all beyond the first 64
     * @param count how often
     */
    public record Count(Kind kind, String reason, long count) {}

    @Override
    public void tell(AccessEvent event) {
        ConcurrentMap<String, LongAdder> ofKind = counters.get(event.kind());
        LongAdder known = ofKind.get(event.reason());
        (known == null ? adder(ofKind, event.reason()) : known).increment();
    }

    /** What has been counted, by kind and then by reason; what never happened is left out. */
    public List<Count> counts() {
        List<Count> counts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            new TreeMap<>(counters.get(kind))
                    .forEach((reason, count) -> counts.add(new Count(kind, reason, count.sum())));
        }
        return counts;
    }

    private synchronized LongAdder adder(ConcurrentMap<String, LongAdder> ofKind, String reason) {
        String key = ofKind.containsKey(reason) || ofKind.size() < REASONS ? reason : OTHER;
        return ofKind.computeIfAbsent(key, first -> new LongAdder());
    }
}
