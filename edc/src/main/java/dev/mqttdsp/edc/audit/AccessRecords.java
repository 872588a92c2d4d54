package dev.mqttdsp.edc.audit;

import dev.mqttdsp.core.audit.AccessCounters;
import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.audit.AuditFile;
import dev.mqttdsp.gateway.meter.EventMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.configuration.Config;
import org.eclipse.edc.spi.system.health.HealthCheckResult;

/**
 * All that keeps what happens to access in this runtime.
 *
 * @param events tells each of them
 * @param counters what has been counted
 * @param file the audit file, where there is one
 */
public record AccessRecords(AccessEvents events, AccessCounters counters, Optional<AuditFile> file)
        implements AutoCloseable {
    /** Key of the audit file. */
    public static final String AUDIT_FILE = "edc.mqtt.audit.file";

    private static final String COMPONENT = "MQTT over DSP: audit";

    /**
     * Opens them as this runtime is configured.
     *
     * @param participant id of this side
     * @param meters count as well
     * @throws EdcException when the audit file cannot be had; the message names the key
     */
    public static AccessRecords open(
            Config config, String participant, MeterRegistry meters, Monitor monitor, Clock clock) {
        AccessCounters counters = new AccessCounters();
        Optional<AuditFile> file = Optional.ofNullable(config.getString(AUDIT_FILE, null))
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .map(path -> audit(path, participant, monitor, clock));
        List<AccessEvents> all = new ArrayList<>(List.of(new MonitorLog(monitor), counters, new EventMeters(meters)));
        file.ifPresent(all::add);
        return new AccessRecords(AccessEvents.all(all), counters, file);
    }

    private static AuditFile audit(String path, String participant, Monitor monitor, Clock clock) {
        try {
            return AuditFile.open(Path.of(path), participant, clock, text -> monitor.warning("MQTT over DSP: " + text));
        } catch (IOException | IllegalArgumentException | SecurityException e) {
            throw new EdcException(AUDIT_FILE + ": found '" + path + "' (" + e
                    + "); accepted: a file that this process may write, in a directory that is there");
        }
    }

    /** Whether what happens is kept as the operator wants it to be. */
    public HealthCheckResult readiness() {
        HealthCheckResult.Builder result =
                HealthCheckResult.Builder.newInstance().component(COMPONENT);
        return file.map(AuditFile::status)
                .flatMap(status -> status.failing()
                        .map(why -> status.file() + ": " + why + "; " + status.lost() + " events are lost"))
                .map(result::failure)
                .orElseGet(result::success)
                .build();
    }

    /** Writes what waits. */
    @Override
    public void close() {
        file.ifPresent(AuditFile::close);
    }
}
