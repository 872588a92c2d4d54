package dev.mqttdsp.identity.wallet;

import dev.mqttdsp.core.audit.Printable;
import dev.mqttdsp.identity.Said;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.edc.web.spi.ApiErrorDetail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log who asked for this participant's credentials and did not get them, and why. */
public final class RefusedQueries implements ContainerResponseFilter {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedQueries.class);
    private static final String QUERIES = "presentations/query";
    private static final int REFUSED = 400;
    private static final int LONGEST = 500;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() >= REFUSED && request.getUriInfo().getPath().endsWith(QUERIES)) {
            String why = why(response.getEntity());
            LOG.warn(
                    "participant {} asked for credentials and is answered with {}: {}",
                    Said.by(request.getHeaderString(HttpHeaders.AUTHORIZATION)),
                    response.getStatus(),
                    Printable.of(why.length() > LONGEST ? why.substring(0, LONGEST) : why));
        }
    }

    private static String why(Object entity) {
        return entity instanceof List<?> errors
                ? errors.stream()
                        .map(error -> error instanceof ApiErrorDetail detail ? detail.getMessage() : error.toString())
                        .collect(Collectors.joining("; "))
                : "it does not say why";
    }
}
