package dev.mqttdsp.edc.manage;

import dev.mqttdsp.gateway.session.Sessions;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.StringReader;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.edc.spi.monitor.Monitor;

/** Has the gateway take in no new clients, before maintenance for instance, and take them in again. */
@Path("/v3/mqtt/drain")
public final class DrainResource {
    private static final String SESSIONS = "sessions";

    private final Supplier<Optional<Sessions>> gateway;
    private final Monitor monitor;

    /**
     * For a gateway that may start later.
     *
     * @param gateway its sessions; empty where there is none
     */
    public DrainResource(Supplier<Optional<Sessions>> gateway, Monitor monitor) {
        this.gateway = gateway;
        this.monitor = monitor;
    }

    /** Whether it is drained, since when, and how many sessions are there. */
    @GET
    public Response state() {
        return gateway.get().map(DrainResource::state).orElseGet(DrainResource::noGateway);
    }

    /** Drains it; with {@code {"sessions": true}} of those who are there as well. */
    @POST
    public Response drain(String body) {
        Optional<Boolean> all = endsSessions(body == null || body.isBlank() ? "{}" : body);
        if (all.isEmpty()) {
            return Answers.badRequest(
                    "body", Json.createValue(body), "nothing, or {\"" + SESSIONS + "\": true}, or false");
        }
        Optional<Sessions> sessions = gateway.get();
        sessions.ifPresent(found -> {
            found.drain(all.get());
            monitor.warning("MQTT over DSP: the gateway is drained, and takes no new clients in"
                    + (all.get() ? "; those that are there are sent away" : ""));
        });
        return sessions.map(DrainResource::state).orElseGet(DrainResource::noGateway);
    }

    /** Takes clients in again. */
    @DELETE
    public Response undrain() {
        Optional<Sessions> sessions = gateway.get();
        sessions.ifPresent(found -> {
            found.undrain();
            monitor.info("MQTT over DSP: the gateway takes clients in again");
        });
        return sessions.isPresent() ? Response.noContent().build() : noGateway();
    }

    private static Response state(Sessions sessions) {
        Optional<Instant> since = sessions.drainingSince();
        JsonObjectBuilder json = Json.createObjectBuilder().add("draining", since.isPresent());
        since.ifPresentOrElse(instant -> json.add("since", instant.toString()), () -> json.addNull("since"));
        return Answers.ok(json.add(SESSIONS, sessions.count()).build());
    }

    private static Response noGateway() {
        return Answers.conflict("no gateway runs in this connector: edc.mqtt.gateway.enabled");
    }

    /** What JSON-LD adds ({@code @context} and the like) counts for nothing; empty for what is no such request. */
    private static Optional<Boolean> endsSessions(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            JsonObject json = reader.readObject();
            boolean known = json.keySet().stream().allMatch(name -> name.equals(SESSIONS) || name.startsWith("@"));
            JsonValue value = json.getOrDefault(SESSIONS, JsonValue.FALSE);
            boolean flag = value == JsonValue.TRUE || value == JsonValue.FALSE;
            return known && flag ? Optional.of(value == JsonValue.TRUE) : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
