package dev.mqttdsp.identity.wallet;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.function.Supplier;

/** This participant's DID document, at whatever path the DID has it. */
@Path("{path: (.*/)?did\\.json}")
public final class DidDocumentResource {
    private final Supplier<String> document;

    DidDocumentResource(Supplier<String> document) {
        this.document = document;
    }

    /** The document, as it is now. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String get() {
        return document.get();
    }
}
