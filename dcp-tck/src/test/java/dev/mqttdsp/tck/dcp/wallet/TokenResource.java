package dev.mqttdsp.tck.dcp.wallet;

import jakarta.json.Json;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.edc.iam.decentralizedclaims.spi.SecureTokenService;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.iam.TokenRepresentation;

/**
 * Gives the TCK the tokens that the connector puts into its messages to a verifier: the access token in them is what the TCK
 * asks for credentials with.
 */
@Path(TokenResource.PATH)
public final class TokenResource {
    /** Where it is, in the connector's default web context. */
    public static final String PATH = "/tck/sts";

    private final String did;
    private final SecureTokenService tokens;

    TokenResource(String did, SecureTokenService tokens) {
        this.did = did;
        this.tokens = tokens;
    }

    /**
     * A token for that verifier.
     *
     * @param scopes what the verifier may ask for, with spaces between
     */
    @POST
    @Path("/token")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.APPLICATION_JSON)
    public String token(@FormParam("audience") String verifier, @FormParam("bearer_access_scope") String scopes) {
        TokenRepresentation token = tokens.createToken(did, Map.of("iss", did, "sub", did, "aud", verifier), scopes)
                .orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
        return Json.createObjectBuilder()
                .add("access_token", token.getToken())
                .build()
                .toString();
    }
}
