package dev.mqttdsp.app.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provider;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.web.spi.WebService;

/** Gives the connector a registry of meters, with those of its process in it, and shows it at {@code /api/metrics}. */
public final class MetricsExtension implements ServiceExtension {
    private final ProcessMeters meters = new ProcessMeters();

    @Inject
    private WebService web;

    @Override
    public String name() {
        return "MQTT over DSP: metrics";
    }

    @Provider
    public MeterRegistry meters() {
        return meters.registry();
    }

    @Override
    public void prepare() {
        web.registerResource(new MetricsResource(meters.registry()));
    }

    @Override
    public void shutdown() {
        meters.close();
    }
}
