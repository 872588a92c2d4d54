package dev.mqttdsp.edc.audit;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.audit.Printable;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.edc.spi.monitor.Monitor;

/** One line in EDC's log for each event. */
public final class MonitorLog implements AccessEvents {
    private static final Set<Kind> WARNINGS = EnumSet.of(Kind.INCIDENT, Kind.NOT_GIVEN, Kind.BLOCKED);
    /** The lines that say on what access rests; in all others the flow stands for it. */
    private static final Set<Kind> FOUNDING = EnumSet.of(Kind.GIVEN, Kind.NOT_GIVEN);

    private final Monitor monitor;

    public MonitorLog(Monitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public void tell(AccessEvent event) {
        if (WARNINGS.contains(event.kind())) {
            monitor.warning(line(event));
        } else {
            monitor.info(line(event));
        }
    }

    private static String line(AccessEvent event) {
        AccessEvent.Subject subject = event.subject();
        StringBuilder line = new StringBuilder("MQTT over DSP: flow ")
                .append(subject.flowId().isEmpty() ? "-" : Printable.of(subject.flowId()))
                .append(": ")
                .append(event.kind());
        say(line, "reason", event.reason());
        say(line, "consumer", subject.consumer());
        if (FOUNDING.contains(event.kind())) {
            say(line, "agreement", subject.agreementId());
            say(line, "asset", subject.assetId());
        }
        say(line, "address", event.address());
        event.details().forEach((name, value) -> say(line, name, value));
        return line.toString();
    }

    private static void say(StringBuilder line, String name, String value) {
        if (!value.isEmpty()) {
            line.append(", ").append(name).append('=').append(Printable.of(value));
        }
    }
}
