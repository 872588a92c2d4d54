package dev.mqttdsp.pacing.api;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.edc.spi.monitor.Monitor;

/** The endpoint. Its answers, refusals included, are JSON in the form of EDC's own. */
@Path("/v3/pacing")
public final class ProcessResource {
    /** Proxies and clients tend to give up after a minute. */
    private static final int LONGEST_WAIT_SECONDS = 60;

    private final Waiters negotiations;
    private final Waiters transfers;
    private final Monitor monitor;

    public ProcessResource(Waiters negotiations, Waiters transfers, Monitor monitor) {
        this.negotiations = negotiations;
        this.transfers = transfers;
        this.monitor = monitor;
    }

    /**
     * The state of a negotiation, and its agreement or the reason of its end.
     *
     * @param wait how many seconds to wait until it is FINALIZED or TERMINATED, then 204; without it the state as it is
     */
    @GET
    @Path("/negotiations/{id}")
    public void negotiation(
            @PathParam("id") String id, @QueryParam("wait") String wait, @Suspended AsyncResponse response) {
        answer(negotiations, "ContractNegotiation", id, wait, response);
    }

    /**
     * The state of a transfer.
     *
     * @param wait how many seconds to wait until it has STARTED or is over, then 204; without it the state as it is
     */
    @GET
    @Path("/transfers/{id}")
    public void transfer(
            @PathParam("id") String id, @QueryParam("wait") String wait, @Suspended AsyncResponse response) {
        answer(transfers, "TransferProcess", id, wait, response);
    }

    private void answer(Waiters waiters, String type, String id, String wait, AsyncResponse response) {
        Optional<Duration> longest = Optional.empty();
        if (wait != null) {
            longest = seconds(wait);
            if (longest.isEmpty()) {
                response.resume(error(
                        Status.BAD_REQUEST,
                        "InvalidRequest",
                        "wait: found '" + wait + "'; accepted: seconds from 0 to " + LONGEST_WAIT_SECONDS));
                return;
            }
        }
        try {
            Progress now = waiters.now(id);
            if (longest.isEmpty() || !now.isWorthWaiting()) {
                response.resume(answer(type, id, Optional.of(now)));
                return;
            }
            Optional<CompletableFuture<Optional<Progress>>> later = waiters.await(id, longest.get());
            if (later.isEmpty()) {
                response.resume(error(Status.SERVICE_UNAVAILABLE, "TooManyRequests", "too many clients are waiting"));
                return;
            }
            CompletableFuture<Void> unused = later.get()
                    .thenApplyAsync(progress -> answer(type, id, progress), waiters.executor())
                    .exceptionally(this::broken)
                    .thenAccept(response::resume);
        } catch (RuntimeException e) {
            response.resume(broken(e));
        }
    }

    private static Response answer(String type, String id, Optional<Progress> progress) {
        if (progress.isEmpty()) {
            return Response.noContent().build();
        }
        if (!(progress.get() instanceof Progress.Known known)) {
            return error(
                    Status.NOT_FOUND, "ObjectNotFound", "Object of type " + type + " with ID=" + id + " was not found");
        }
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("@context", Json.createObjectBuilder().add("@vocab", "https://w3id.org/edc/v0.0.1/ns/"))
                .add("@type", type)
                .add("@id", id)
                .add("state", known.state());
        known.agreement().ifPresent(agreement -> json.add("contractAgreementId", agreement));
        known.reason().ifPresent(reason -> json.add("errorDetail", reason));
        return json(Status.OK, json.build());
    }

    private Response broken(Throwable failure) {
        monitor.severe("/v3/pacing: a request failed", failure);
        return error(Status.INTERNAL_SERVER_ERROR, "InternalError", "the request failed; the connector's log says why");
    }

    private static Response error(Status status, String type, String message) {
        return json(
                status,
                Json.createArrayBuilder()
                        .add(Json.createObjectBuilder()
                                .add("message", message)
                                .add("type", type)
                                .addNull("path")
                                .addNull("invalidValue"))
                        .build());
    }

    private static Response json(Status status, JsonStructure body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body.toString())
                .build();
    }

    private static Optional<Duration> seconds(String text) {
        return Optional.of(text)
                .filter(t -> t.matches("[0-9]{1,3}"))
                .map(Integer::parseInt)
                .filter(seconds -> seconds <= LONGEST_WAIT_SECONDS)
                .map(Duration::ofSeconds);
    }
}
