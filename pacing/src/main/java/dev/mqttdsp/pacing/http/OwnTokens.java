package dev.mqttdsp.pacing.http;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.edc.spi.iam.IdentityService;
import org.eclipse.edc.spi.iam.TokenParameters;
import org.eclipse.edc.spi.iam.TokenRepresentation;
import org.eclipse.edc.spi.result.Result;

/**
 * Has a self-issued token of this participant made once more, for the same partner and the same scope (Decentralized Claims Protocol
 * 1.0, §4.3.1).
 */
public final class OwnTokens {
    private static final String BEARER = "Bearer ";

    private final Supplier<Optional<IdentityService>> identity;
    private final Supplier<String> participant;

    /**
     * @param identity this runtime's, once it is there
     * @param participant id of this participant's context
     */
    public OwnTokens(Supplier<Optional<IdentityService>> identity, Supplier<String> participant) {
        this.identity = identity;
        this.participant = participant;
    }

    /** Another one for the value of that header; empty for anything but a self-issued token, and where none is made. */
    public Optional<String> again(String header) {
        if (!header.startsWith(BEARER)) {
            return Optional.empty();
        }
        Optional<JsonObject> claims = claims(header.substring(BEARER.length()));
        Optional<String> audience = claims.flatMap(token -> text(token, "aud"));
        // Only who sends a message grants access to his own credentials with it.
        Optional<String> scope = claims.flatMap(token -> text(token, "token"))
                .flatMap(OwnTokens::claims)
                .filter(access -> text(access, "iss").equals(claims.flatMap(token -> text(token, "iss"))))
                .flatMap(access -> text(access, "scope"));
        if (audience.isEmpty() || scope.isEmpty()) {
            return Optional.empty();
        }
        return identity.get()
                .map(service -> service.obtainClientCredentials(
                        participant.get(),
                        TokenParameters.Builder.newInstance()
                                .claims("aud", audience.get())
                                .claims("scope", scope.get())
                                .build()))
                .filter(Result::succeeded)
                .map(Result::getContent)
                .map(TokenRepresentation::getToken);
    }

    private static Optional<JsonObject> claims(String jwt) {
        String[] parts = jwt.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try (JsonReader reader = Json.createReader(
                new StringReader(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)))) {
            return Optional.of(reader.readObject());
        } catch (JsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A text, or the only one of a list. */
    private static Optional<String> text(JsonObject claims, String name) {
        if (claims.get(name) instanceof JsonString text) {
            return Optional.of(text.getString());
        }
        return claims.get(name) instanceof JsonArray list && list.size() == 1 && list.get(0) instanceof JsonString only
                ? Optional.of(only.getString())
                : Optional.empty();
    }
}
