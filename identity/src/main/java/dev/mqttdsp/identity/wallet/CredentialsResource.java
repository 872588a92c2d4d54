package dev.mqttdsp.identity.wallet;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.web.spi.exception.InvalidRequestException;
import org.eclipse.edc.web.spi.exception.ObjectNotFoundException;

/** This participant's credentials, for its operator: which there are, one more, one less. */
@Path("/v3/mqtt/credentials")
public final class CredentialsResource {
    private static final String CREDENTIAL = "credential";

    private final Wallet wallet;
    private final CredentialNews news;

    /**
     * @param news is told of each that is taken in
     */
    CredentialsResource(Wallet wallet, CredentialNews news) {
        this.wallet = wallet;
        this.news = news;
    }

    /** All of them. */
    @GET
    public Response all() {
        JsonArrayBuilder array = Json.createArrayBuilder();
        wallet.all().forEach(owned -> array.add(json(owned)));
        return ok(array.build());
    }

    /** Takes one in; the same one again changes nothing. */
    @POST
    public Response add(String body) {
        try {
            Result<Wallet.Owned> added = wallet.add(credential(body));
            if (added.failed()) {
                throw refused(added.getFailureDetail());
            }
            news.tell();
            return ok(json(added.getContent()).build());
        } catch (IOException e) {
            throw new EdcException("the credential cannot be kept: " + e.getMessage(), e);
        }
    }

    /** Forgets one. */
    @DELETE
    @Path("/{id}")
    public Response remove(@PathParam("id") String id) {
        try {
            if (!wallet.remove(id)) {
                throw new ObjectNotFoundException(VerifiableCredential.class, id);
            }
            return Response.noContent().build();
        } catch (IOException e) {
            throw new EdcException("the credential cannot be forgotten: " + e.getMessage(), e);
        }
    }

    private static String credential(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body == null ? "" : body))) {
            JsonValue value = reader.readObject().getOrDefault(CREDENTIAL, JsonValue.NULL);
            if (value instanceof JsonString text) {
                return text.getString().strip();
            }
            throw refused("there is none");
        } catch (JsonException e) {
            throw new InvalidRequestException(
                    "body: found something else; accepted: a JSON object such as {\"" + CREDENTIAL + "\": \"...\"}");
        }
    }

    private static InvalidRequestException refused(String why) {
        return new InvalidRequestException(CREDENTIAL + ": " + why
                + "; accepted: a Verifiable Credential 1.1 as JWT, about this participant, signed by its issuer");
    }

    private static JsonObjectBuilder json(Wallet.Owned owned) {
        VerifiableCredential credential = owned.credential();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("@id", owned.name())
                .add("type", Json.createArrayBuilder(credential.getType()))
                .add("issuer", credential.getIssuer().id())
                .add("issuedAt", credential.getIssuanceDate().toString());
        Optional.ofNullable(credential.getExpirationDate())
                .map(Instant::toString)
                .ifPresent(end -> json.add("expiresAt", end));
        return json;
    }

    private static Response ok(JsonValue body) {
        return Response.ok(body.toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }
}
