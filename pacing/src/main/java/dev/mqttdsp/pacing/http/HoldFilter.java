package dev.mqttdsp.pacing.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.PathSegment;

/**
 * Lets a request that would change a process wait until this side has stored its own step.
 *
 * <p>The process is known by its id in the path: DSP addresses each side by the id that it gave itself, and EDC's
 * Management API does the same. Here no transaction is open yet and no connection of a pool is held, and services that
 * other extensions decorate stay as they are.
 */
@Priority(Priorities.USER + 1) // those whom an authentication filter turns away do not wait
public final class HoldFilter implements ContainerRequestFilter {
    private final Holds holds;

    public HoldFilter(Holds holds) {
        this.holds = holds;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (HttpMethod.POST.equals(request.getMethod())) {
            for (PathSegment segment : request.getUriInfo().getPathSegments()) {
                holds.await(segment.getPath());
            }
        }
    }
}
