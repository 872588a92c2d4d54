package dev.mqttdsp.edr;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.edc.edr.spi.store.EndpointDataReferenceStore;
import org.eclipse.edc.edr.spi.types.EndpointDataReferenceEntry;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.query.QuerySpec;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.spi.result.StoreResult;

/**
 * The endpoint. Bodies are read and written here as text, so that every answer, refusals included, is JSON in the form
 * of EDC's own.
 */
@Path("/v3/edrs")
public final class EdrResource {
    /** Proxies and clients tend to give up after a minute. */
    private static final int LONGEST_WAIT_SECONDS = 60;

    private final EdrLookup lookup;
    private final EdrWaiters waiters;
    private final EndpointDataReferenceStore store;
    private final EdrJson json;
    private final Monitor monitor;

    EdrResource(EdrLookup lookup, EdrWaiters waiters, EndpointDataReferenceStore store, EdrJson json, Monitor monitor) {
        this.lookup = lookup;
        this.waiters = waiters;
        this.store = store;
        this.json = json;
        this.monitor = monitor;
    }

    /**
     * The data address of a transfer: 200 with it, 409 when the transfer is over, 404 when there is no such transfer.
     *
     * @param wait how many seconds to wait for an address that may still come, then 204; without it such an address is
     *     404 at once, as in EDC's earlier endpoint
     */
    @GET
    @Path("/{transferId}/dataaddress")
    public void dataAddress(
            @PathParam("transferId") String transferId,
            @QueryParam("wait") String wait,
            @Suspended AsyncResponse response) {
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
            EdrState state = lookup.of(transferId);
            if (longest.isEmpty() || !(state instanceof EdrState.Pending)) {
                response.resume(answer(transferId, state, Status.NOT_FOUND));
                return;
            }
            Optional<CompletableFuture<EdrState>> later = waiters.await(transferId, longest.get());
            if (later.isEmpty()) {
                response.resume(error(Status.SERVICE_UNAVAILABLE, "TooManyRequests", "too many readers are waiting"));
                return;
            }
            CompletableFuture<Void> unused = later.get()
                    .thenApplyAsync(s -> answer(transferId, s, Status.NO_CONTENT), waiters.executor())
                    .exceptionally(this::broken)
                    .thenAccept(response::resume);
        } catch (RuntimeException e) {
            response.resume(broken(e));
        }
    }

    /** The entries that match a QuerySpec. */
    @POST
    @Path("/request")
    public Response request(String body) {
        Result<QuerySpec> query = json.readQuery(body);
        if (query.failed()) {
            return error(Status.BAD_REQUEST, "InvalidRequest", query.getFailureDetail());
        }
        try {
            StoreResult<List<EndpointDataReferenceEntry>> found = store.query(query.getContent());
            return found.succeeded()
                    ? written(json.write(found.getContent()))
                    : error(Status.BAD_REQUEST, "InvalidRequest", found.getFailureDetail());
        } catch (IllegalArgumentException e) { // a property that entries do not have
            return error(Status.BAD_REQUEST, "InvalidRequest", e.getMessage());
        }
    }

    /** Forgets a data address; the transfer goes on. */
    @DELETE
    @Path("/{transferId}")
    public Response delete(@PathParam("transferId") String transferId) {
        if (store.findById(transferId) == null) { // asked first, because a vault's refusal does not tell absence
            return notFound(transferId);
        }
        StoreResult<EndpointDataReferenceEntry> deleted = store.delete(transferId);
        return deleted.succeeded()
                ? Response.noContent().build()
                : broken(new IllegalStateException(deleted.getFailureDetail()));
    }

    private Response answer(String transferId, EdrState state, Status pending) {
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
        boolean stillPending = state instanceof EdrState.Pending && pending == Status.NO_CONTENT;
        return stillPending ? Response.noContent().build() : notFound(transferId);
    }

    private Response written(Result<? extends JsonStructure> written) {
        return written.succeeded()
                ? json(Status.OK, written.getContent())
                : broken(new IllegalStateException(written.getFailureDetail()));
    }

    private Response broken(Throwable failure) {
        monitor.severe("/v3/edrs: a request failed", failure);
        return error(Status.INTERNAL_SERVER_ERROR, "InternalError", "the request failed; the connector's log says why");
    }

    private static Response notFound(String transferId) {
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

    private static Optional<Duration> seconds(String text) {
        return Optional.of(text)
                .filter(t -> t.matches("[0-9]{1,3}"))
                .map(Integer::parseInt)
                .filter(seconds -> seconds <= LONGEST_WAIT_SECONDS)
                .map(Duration::ofSeconds);
    }
}
