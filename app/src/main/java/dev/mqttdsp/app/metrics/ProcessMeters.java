package dev.mqttdsp.app.metrics;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** The meters of a process, its own among them: memory, garbage collection, threads, file descriptors. */
public final class ProcessMeters implements AutoCloseable {
    /** Prometheus' text format. */
    static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics pauses = new JvmGcMetrics();

    public ProcessMeters() {
        List<MeterBinder> binders = List.of(
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new FileDescriptorMetrics(),
                new ProcessorMetrics(),
                new UptimeMetrics(),
                pauses);
        binders.forEach(binder -> binder.bindTo(registry));
    }

    /** Where others put theirs. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /**
     * The media type to answer with.
     *
     * @param accepted the header Accept of the request; null for none
     */
    static String type(String accepted) {
        return accepted != null && accepted.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
    }

    @Override
    public void close() {
        pauses.close();
        registry.close();
    }
}
