package dev.mqttdsp.gateway.meter;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvents;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what happens to access, by kind and reason, which are codes both: admissions and refusals among them. */
public final class EventMeters implements AccessEvents {
    private final MeterRegistry registry;

    public EventMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void tell(AccessEvent event) {
        registry.counter("mqtt.access.events", "event", event.kind().name(), "reason", event.reason())
                .increment();
    }
}
