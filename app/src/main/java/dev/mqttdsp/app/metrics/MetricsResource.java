package dev.mqttdsp.app.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** All meters as Prometheus reads them: in its text format, or as OpenMetrics where that is asked for. */
@Path("/metrics")
public final class MetricsResource {
    private final PrometheusMeterRegistry registry;

    public MetricsResource(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** The meters at this moment. */
    @GET
    public Response metrics(@HeaderParam(HttpHeaders.ACCEPT) String accepted) {
        String type = ProcessMeters.type(accepted);
        return Response.ok(registry.scrape(type))
                .header(HttpHeaders.CONTENT_TYPE, type)
                .build();
    }
}
