package dev.mqttdsp.edc.manage;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.Response;
import java.io.StringReader;
import java.util.Set;

/** Reads what is asked for; a refusal names the property, what was found, and what is accepted. */
final class BlockRequest {
    static final String PARTICIPANT = "participantId";
    static final String REASON = "reason";
    private static final Set<String> KNOWN = Set.of(PARTICIPANT, REASON);
    private static final int LONGEST = 1_000;
    private static final String ACCEPTED_ID = "a participant id, 1 to " + LONGEST + " characters";

    private final String participant;
    private final String reason;

    private BlockRequest(String participant, String reason) {
        this.participant = participant;
        this.reason = reason;
    }

    /** A request that cannot be followed. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Response answer;

        RefusedException(Response answer) {
            super("a bad request", null, false, false);
            this.answer = answer;
        }

        Response answer() {
            return answer;
        }
    }

    String participant() {
        return participant;
    }

    String reason() {
        return reason;
    }

    /** Reads a body; what JSON-LD adds ({@code @context} and the like) counts for nothing. */
    static BlockRequest parse(String body) throws RefusedException {
        JsonObject json = object(body == null ? "" : body);
        for (String name : json.keySet()) {
            if (!KNOWN.contains(name) && !name.startsWith("@")) {
                throw refused(name, json.get(name), "no such property, but " + PARTICIPANT + " and " + REASON);
            }
        }
        String participant = participant(json.getOrDefault(PARTICIPANT, JsonValue.NULL));
        JsonValue reason = json.getOrDefault(REASON, Json.createValue(""));
        if (!(reason instanceof JsonString text) || text.getString().length() > LONGEST) {
            throw refused(REASON, reason, "a text of at most " + LONGEST + " characters");
        }
        return new BlockRequest(participant, text.getString());
    }

    /** Judges a parameter of the query; null where there is none. */
    static String participant(String parameter) throws RefusedException {
        return participant(parameter == null ? JsonValue.NULL : Json.createValue(parameter));
    }

    private static String participant(JsonValue value) throws RefusedException {
        if (value instanceof JsonString text
                && !text.getString().isBlank()
                && text.getString().length() <= LONGEST) {
            return text.getString();
        }
        throw refused(PARTICIPANT, value, ACCEPTED_ID);
    }

    private static JsonObject object(String body) throws RefusedException {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        } catch (JsonException e) {
            JsonValue found = body.isBlank() ? JsonValue.NULL : Json.createValue(body);
            throw refused("body", found, "a JSON object such as {\"" + PARTICIPANT + "\": \"...\"}");
        }
    }

    private static RefusedException refused(String property, JsonValue found, String accepted) {
        return new RefusedException(Answers.badRequest(property, found, accepted));
    }
}
