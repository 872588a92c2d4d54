package dev.mqttdsp.edr;

import dev.mqttdsp.edr.refresh.FreshAddresses;
import dev.mqttdsp.edr.refresh.Freshness;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.edc.edr.spi.store.EndpointDataReferenceStore;
import org.eclipse.edc.edr.spi.types.EndpointDataReferenceEntry;
import org.eclipse.edc.spi.query.QuerySpec;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.spi.result.StoreResult;

/**
 * The endpoint. Bodies are read and written here as text, so that every answer, refusals included, is JSON in the form
 * of EDC's own.
 */
@Path("/v3/edrs")
public final class EdrResource {
    private final EdrLookup lookup;
    private final EdrWaiters waiters;
    private final FreshAddresses fresh;
    private final EndpointDataReferenceStore store;
    private final EdrJson json;
    private final EdrAnswers answers;

    EdrResource(
            EdrLookup lookup,
            EdrWaiters waiters,
            FreshAddresses fresh,
            EndpointDataReferenceStore store,
            EdrJson json,
            EdrAnswers answers) {
        this.lookup = lookup;
        this.waiters = waiters;
        this.fresh = fresh;
        this.store = store;
        this.json = json;
        this.answers = answers;
    }

    /**
     * The data address of a transfer: 200 with it, 409 when the transfer is over, 404 when there is no such transfer, 502
     * when its access token is over and no other is to be had.
     *
     * @param wait how many seconds to wait for an address that may still come, then 204; without it such an address is
     *     404 at once, as in EDC's earlier endpoint
     * @param autoRefresh {@code false} leaves the address as it is; else one with less than a third of its token's life
     *     left is refreshed first
     */
    @GET
    @Path("/{transferId}/dataaddress")
    public void dataAddress(
            @PathParam("transferId") String transferId,
            @QueryParam("wait") String wait,
            @QueryParam("auto_refresh") String autoRefresh,
            @Suspended AsyncResponse response) {
        Result<DataAddressQuery> asked = DataAddressQuery.parse(wait, autoRefresh);
        if (asked.failed()) {
            response.resume(answers.badRequest(asked.getFailureDetail()));
            return;
        }
        DataAddressQuery query = asked.getContent();
        try {
            EdrState state = lookup.of(transferId);
            boolean waits = query.longest().isPresent();
            CompletableFuture<EdrState> settled = CompletableFuture.completedFuture(state);
            if (waits && !state.isSettled()) {
                Optional<CompletableFuture<EdrState>> later =
                        waiters.await(transferId, query.longest().get());
                if (later.isEmpty()) {
                    response.resume(answers.tooManyWait());
                    return;
                }
                settled = later.get().thenApplyAsync(s -> s, waiters.executor());
            }
            CompletableFuture<Void> unused = settled.thenCompose(s -> refreshed(transferId, s, query.autoRefresh()))
                    .thenApply(s -> answers.dataAddress(transferId, s, waits))
                    .exceptionally(answers::broken)
                    .thenAccept(response::resume);
        } catch (RuntimeException e) {
            response.resume(answers.broken(e));
        }
    }

    /** The entries that match a QuerySpec. */
    @POST
    @Path("/request")
    public Response request(String body) {
        Result<QuerySpec> query = json.readQuery(body);
        if (query.failed()) {
            return answers.badRequest(query.getFailureDetail());
        }
        try {
            StoreResult<List<EndpointDataReferenceEntry>> found = store.query(query.getContent());
            return found.succeeded()
                    ? answers.written(json.write(found.getContent()))
                    : answers.badRequest(found.getFailureDetail());
        } catch (IllegalArgumentException e) { // a property that entries do not have
            return answers.badRequest(e.getMessage());
        }
    }

    /** Forgets a data address; the transfer goes on. */
    @DELETE
    @Path("/{transferId}")
    public Response delete(@PathParam("transferId") String transferId) {
        if (store.findById(transferId) == null) { // asked first, because a vault's refusal does not tell absence
            return answers.notFound(transferId);
        }
        StoreResult<EndpointDataReferenceEntry> deleted = store.delete(transferId);
        return deleted.succeeded()
                ? Response.noContent().build()
                : answers.broken(new IllegalStateException(deleted.getFailureDetail()));
    }

    private CompletableFuture<EdrState> refreshed(String transferId, EdrState state, boolean autoRefresh) {
        if (!autoRefresh || !(state instanceof EdrState.Available available)) {
            return CompletableFuture.completedFuture(state);
        }
        return fresh.of(transferId, available.address()).thenApply(freshness -> {
            if (freshness instanceof Freshness.Fresh current) {
                return new EdrState.Available(current.address());
            }
            return freshness instanceof Freshness.Over over ? new EdrState.Stale(over.reason()) : lookup.of(transferId);
        });
    }
}
