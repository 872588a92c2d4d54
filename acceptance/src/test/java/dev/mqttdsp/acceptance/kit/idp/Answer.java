package dev.mqttdsp.acceptance.kit.idp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** What the token endpoint does with a request. */
public sealed interface Answer {

    /** For the broker, and for five minutes. */
    Token NORMAL = new Token("broker", Duration.ofMinutes(5));

    /**
     * A new JWT that verifies against the server's keys.
     *
     * @param audience the claim {@code aud}
     * @param life in whole seconds; {@code expires_in} is that or one less, as the server cuts what is left of it
     */
    record Token(String audience, Duration life) implements Answer {}

    /**
     * The answer with such a token, changed.
     *
     * @param change is given the JSON of the answer
     */
    record Changed(Token token, Consumer<ObjectNode> change) implements Answer {}

    /** One token for the first request, and the same answer, which does not get younger, for all that follow. */
    record Repeated(Token token) implements Answer {}

    /** Another answer, late. */
    record Delayed(Duration delay, Answer then) implements Answer {}

    /** None; the connection stays open until another answer is set or the server goes down, for a minute at most. */
    record Hanging() implements Answer {}

    /** The same bytes for everybody. */
    record Fixed(int status, String contentType, String body) implements Answer {}

    /** Asks the client to send its request to {@link IdentityProvider#ELSEWHERE}, where a token would await it. */
    record Redirect(int status) implements Answer {}

    /** A JSON object with an {@code access_token} of so many bytes, in chunks, without a length said before. */
    record Huge(long bytes) implements Answer {}

    /** To each what the scope that it asks for stands for. */
    record ByScope(Map<String, Answer> answers) implements Answer {}

    /** A token without {@code expires_in}. */
    static Answer withoutExpiresIn() {
        return new Changed(NORMAL, json -> json.remove("expires_in"));
    }

    /** A token whose {@code expires_in} is the JSON string of its number, as some servers write it. */
    static Answer expiresInAsText() {
        return new Changed(
                NORMAL, json -> json.put("expires_in", json.get("expires_in").asText()));
    }

    /** An answer that has everything but the token. */
    static Answer withoutAccessToken() {
        return new Changed(NORMAL, json -> json.remove("access_token"));
    }

    /** RFC 6749 §5.2: the client's id or secret is wrong. */
    static Answer unauthorized() {
        return new Fixed(401, "application/json", """
                {"error": "invalid_client", "error_description": "who-are-you-4711"}""");
    }

    /** 500. */
    static Answer broken() {
        return new Fixed(500, "text/plain", "stack-trace-4711");
    }

    /** 200 with JSON's media type and something else behind it. */
    static Answer notJson() {
        return new Fixed(200, "application/json", "access_token=not-json-4711&expires_in=300");
    }

    /** 200 with a login page. */
    static Answer html() {
        return new Fixed(200, "text/html", "<!DOCTYPE html><html><body>Please log in, 4711</body></html>");
    }
}
