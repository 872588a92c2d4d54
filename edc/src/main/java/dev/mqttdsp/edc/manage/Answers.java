package dev.mqttdsp.edc.manage;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** Answers as JSON. */
final class Answers {
    private Answers() {}

    static Response ok(JsonStructure body) {
        return json(Status.OK, body);
    }

    /**
     * Refuses a request because of one of its properties.
     *
     * @param found as it was there; {@link JsonValue#NULL} where it was not
     */
    static Response badRequest(String property, JsonValue found, String accepted) {
        String what = found == JsonValue.NULL ? "nothing" : found.toString();
        return json(
                Status.BAD_REQUEST,
                detail("InvalidRequest", property + ": found " + what + "; accepted: " + accepted)
                        .add("path", property)
                        .add("invalidValue", found));
    }

    static Response notFound(String message) {
        return json(
                Status.NOT_FOUND,
                detail("ObjectNotFound", message).addNull("path").addNull("invalidValue"));
    }

    static Response conflict(String message) {
        return json(
                Status.CONFLICT,
                detail("ObjectConflict", message).addNull("path").addNull("invalidValue"));
    }

    static Response failed(String message) {
        return json(
                Status.INTERNAL_SERVER_ERROR,
                detail("InternalError", message).addNull("path").addNull("invalidValue"));
    }

    private static JsonObjectBuilder detail(String type, String message) {
        return Json.createObjectBuilder().add("message", message).add("type", type);
    }

    private static Response json(Status status, JsonObjectBuilder error) {
        return json(status, Json.createArrayBuilder().add(error).build());
    }

    private static Response json(Status status, JsonStructure body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body.toString())
                .build();
    }
}
