package dev.mqttdsp.edc.audit;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvents;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.edc.spi.monitor.Monitor;

/** One line in EDC's log for each event. */
public final class MonitorLog implements AccessEvents {
    private final Monitor monitor;

    public MonitorLog(Monitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public void tell(AccessEvent event) {
        if (event.kind() == AccessEvent.Kind.INCIDENT) {
            monitor.warning(line(event));
        } else {
            monitor.info(line(event));
        }
    }

    private static String line(AccessEvent event) {
        Stream<String> details =
                event.details().entrySet().stream().map(detail -> detail.getKey() + "=" + detail.getValue());
        return Stream.concat(
                        Stream.of(
                                "flow " + event.subject().flowId() + ": " + event.kind(),
                                event.reason(),
                                event.subject().consumer(),
                                event.address()),
                        details)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
