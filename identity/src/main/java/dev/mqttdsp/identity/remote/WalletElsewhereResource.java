package dev.mqttdsp.identity.remote;

import jakarta.json.Json;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Says to who asks for this participant's credentials or keys that they are not here. */
@Path("/v3/mqtt/{what: credentials|keys}{more: (/.*)?}")
public final class WalletElsewhereResource {
    private static final String WHERE = "this connector's wallet is elsewhere (" + StsSettings.TOKEN_URL
            + "): its credentials and keys are there, and are changed by that wallet's own means";

    /** What there is. */
    @GET
    public Response all() {
        return elsewhere();
    }

    /** One more. */
    @POST
    public Response add(String body) {
        return elsewhere();
    }

    /** One less. */
    @DELETE
    public Response remove() {
        return elsewhere();
    }

    /** As EDC answers failures. */
    private static Response elsewhere() {
        String errors = Json.createArrayBuilder()
                .add(Json.createObjectBuilder().add("message", WHERE).add("type", "ObjectConflict"))
                .build()
                .toString();
        return Response.status(Response.Status.CONFLICT)
                .entity(errors)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
