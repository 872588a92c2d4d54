package dev.mqttdsp.app.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provider;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.web.spi.WebService;

/** Gives the connector a registry of meters, with those of its process in it, and shows it at {@code /api/metrics}. */
public final class MetricsExtension implements ServiceExtension {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics pauses = new JvmGcMetrics();

    @Inject
    private WebService web;

    @Override
    public String name() {
        return "MQTT over DSP: metrics";
    }

    @Provider
    public MeterRegistry meters() {
        return registry;
    }

    @Override
    public void prepare() {
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new FileDescriptorMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics(),
                        pauses)
                .forEach(binder -> binder.bindTo(registry));
        web.registerResource(new MetricsResource(registry));
    }

    @Override
    public void shutdown() {
        pauses.close();
        registry.close();
    }
}
