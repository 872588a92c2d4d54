package dev.mqttdsp.edr;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.result.Result;

/** Answers of the endpoint, refusals included, as JSON in the form of EDC's own. */
final class EdrAnswers {
    private final EdrJson json;
    private final Monitor monitor;

    EdrAnswers(EdrJson json, Monitor monitor) {
        this.json = json;
        this.monitor = monitor;
    }

    /**
     * About a transfer's data address.
     *
     * @param waited whether the reader has waited for one
     */
    Response dataAddress(String transferId, EdrState state, boolean waited) {
        if (state instanceof EdrState.Available available) {
            return written(json.write(available.address()));
        }
        if (state instanceof EdrState.Ended ended) {
            JsonObjectBuilder detail = detail(
                            "ObjectConflict",
                            "the transfer is " + ended.state()
                                    + ended.reason()
                                            .map(reason -> ": " + reason)
                                            .orElse(""))
                    .add("state", ended.state());
            ended.reason().ifPresent(reason -> detail.add("reason", reason));
            return json(Status.CONFLICT, Json.createArrayBuilder().add(detail).build());
        }
        if (state instanceof EdrState.Stale stale) {
            return error(
                    Status.BAD_GATEWAY,
                    "BadGateway",
                    "the access token of transfer " + transferId + " is over and could not be refreshed: "
                            + stale.reason());
        }
        return waited && state instanceof EdrState.Pending
                ? Response.noContent().build()
                : notFound(transferId);
    }

    Response written(Result<? extends JsonStructure> written) {
        return written.succeeded()
                ? json(Status.OK, written.getContent())
                : broken(new IllegalStateException(written.getFailureDetail()));
    }

    Response broken(Throwable failure) {
        monitor.severe("/v3/edrs: a request failed", failure);
        return error(Status.INTERNAL_SERVER_ERROR, "InternalError", "the request failed; the connector's log says why");
    }

    Response badRequest(String message) {
        return error(Status.BAD_REQUEST, "InvalidRequest", message);
    }

    Response tooManyWait() {
        return error(Status.SERVICE_UNAVAILABLE, "TooManyRequests", "too many readers are waiting");
    }

    Response notFound(String transferId) {
        return error(Status.NOT_FOUND, "ObjectNotFound", "no data address of transfer " + transferId);
    }

    private static Response error(Status status, String type, String message) {
        return json(status, Json.createArrayBuilder().add(detail(type, message)).build());
    }

    private static JsonObjectBuilder detail(String type, String message) {
        return Json.createObjectBuilder()
                .add("message", message)
                .add("type", type)
                .addNull("path")
                .addNull("invalidValue");
    }

    private static Response json(Status status, JsonStructure body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body.toString())
                .build();
    }
}
