package dev.mqttdsp.identity.wallet;

import dev.mqttdsp.core.did.DidDocument;
import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.token.KeyRing;
import dev.mqttdsp.core.token.SigningKey;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.StringReader;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.web.spi.exception.InvalidRequestException;
import org.eclipse.edc.web.spi.exception.ObjectConflictException;

/** This participant's keys, for its operator: which there are, and another one. */
@Path("/v3/mqtt/keys")
public final class KeysResource {
    private static final String AT_ONCE = "atOnce";

    private final DidWeb did;
    private final WalletKeys keys;
    private final Runnable changed;
    private final Clock clock;

    /**
     * @param changed has everybody take notice of a change
     */
    KeysResource(DidWeb did, WalletKeys keys, Runnable changed, Clock clock) {
        this.did = did;
        this.keys = keys;
        this.changed = changed;
        this.clock = clock;
    }

    /** The keys that the DID document shows. */
    @GET
    public Response all() {
        Instant now = clock.instant();
        KeyRing ring = keys.ring();
        JsonArrayBuilder array = Json.createArrayBuilder();
        ring.shown(now).forEach(key -> array.add(json(ring, key, now)));
        return Response.ok(array.build().toString(), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    /** Has another key follow. */
    @POST
    public Response rotate(String body) {
        boolean atOnce = isAtOnce(body);
        if (keys.areInVault()) {
            throw new ObjectConflictException(
                    "the keys of this participant are in the vault: put a JWK Set under their alias,"
                            + " first [old, new], later [new, old], at last [new]");
        }
        try {
            if (!keys.rotate(atOnce)) {
                throw new ObjectConflictException("there are as many keys in the DID document as partners will read:"
                        + " another one can follow when the oldest has left it");
            }
        } catch (IOException e) {
            throw new EdcException("the keys cannot be kept: " + e.getMessage(), e);
        }
        changed.run();
        return all();
    }

    private static boolean isAtOnce(String body) {
        if (body == null || body.isBlank()) {
            return false;
        }
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            JsonValue value = reader.readObject().getOrDefault(AT_ONCE, JsonValue.FALSE);
            if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
                return value == JsonValue.TRUE;
            }
            throw new InvalidRequestException(AT_ONCE + ": found " + value + "; accepted: true, false");
        } catch (JsonException e) {
            throw new InvalidRequestException(
                    "body: found something else; accepted: nothing, or a JSON object such as {\"" + AT_ONCE
                            + "\": true}");
        }
    }

    private JsonObjectBuilder json(KeyRing ring, SigningKey key, Instant now) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("@id", DidDocument.keyId(did, key));
        boolean signs = key.id().equals(ring.signing(now).id());
        ring.entries().stream()
                .filter(entry -> entry.key().id().equals(key.id())
                        && ring.nextChange(now).isPresent())
                .filter(entry -> entry.signsFrom().isAfter(now))
                .findFirst()
                .ifPresent(entry -> json.add("signsFrom", entry.signsFrom().toString()));
        return json.add("signs", signs);
    }
}
