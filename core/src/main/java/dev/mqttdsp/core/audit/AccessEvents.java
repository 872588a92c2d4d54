package dev.mqttdsp.core.audit;

import java.util.List;

/** Is told what happens to access. */
public interface AccessEvents {
    /** Tells nobody. */
    AccessEvents NONE = event -> {};

    /** Takes note of an event; called on any thread, also on event loops, so it neither blocks nor throws. */
    void tell(AccessEvent event);

    /** Tells each of them, in that order. */
    static AccessEvents all(List<AccessEvents> listeners) {
        List<AccessEvents> all = List.copyOf(listeners);
        return event -> all.forEach(listener -> listener.tell(event));
    }
}
