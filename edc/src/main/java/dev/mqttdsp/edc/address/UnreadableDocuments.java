package dev.mqttdsp.edc.address;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.eclipse.edc.web.spi.ApiErrorDetail;

/**
 * Says what is wrong with a document that is no good JSON-LD, in the form of the Management API's other errors. A prefix
 * that is known here but not declared in the document is such a case: EDC leaves the answer to Jetty, which writes HTML.
 */
@Provider
public final class UnreadableDocuments implements ExceptionMapper<BadRequestException> {

    @Override
    public Response toResponse(BadRequestException exception) {
        ApiErrorDetail detail = ApiErrorDetail.Builder.newInstance()
                .message(exception.getMessage())
                .type("InvalidRequest")
                .build();
        return Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(List.of(detail))
                .build();
    }
}
