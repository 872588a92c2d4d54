package dev.mqttdsp.pacing.http;

import dev.mqttdsp.pacing.handout.Courtesy;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.PathSegment;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the messages of partners tell about the partner: whether it is paced, and whether it repeats itself.
 *
 * <p>A message that is delivered again takes no effect again, and is answered with the success that the first one had.
 * EDC means to do so, and does not read the id that it goes by. Whoever sends the very bytes of such a message learns that
 * it came before, and nothing else: no token is checked for an answer without content. A contract request that is sent again, under another id,
 * would make a second negotiation; it is answered with the one that the first has begun, as a GET would: EDC's own resource
 * checks the partner's token, and whether the negotiation is the partner's. And a negotiation that is FINALIZED on this side may be
 * finalized again: EDC's stores in memory now and then hand a negotiation out as it was before, its connector then repeats that
 * message under another id, and would end the contract at a refusal.
 */
@PreMatching
public final class PartnerFilter implements ContainerRequestFilter, ContainerResponseFilter {
    /** Offers with their policies are far smaller; what is longer is EDC's to judge. */
    private static final int MOST_BYTES = 1 << 20;

    private static final String FIRST = PartnerFilter.class.getName();
    private static final String FINALIZATION = FIRST + ".finalization";
    private static final int CONFLICT = 409;

    private final Courtesy courtesy;
    private final FirstRequests requests;
    private final Finalized finalized;
    private final Deliveries deliveries;

    public PartnerFilter(Courtesy courtesy, FirstRequests requests, Finalized finalized, Deliveries deliveries) {
        this.courtesy = courtesy;
        this.requests = requests;
        this.finalized = finalized;
        this.deliveries = deliveries;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (!HttpMethod.POST.equals(request.getMethod())) {
            return;
        }
        List<String> path = request.getUriInfo().getPathSegments().stream()
                .map(PathSegment::getPath)
                .toList();
        int kind = Math.max(path.lastIndexOf(Messages.NEGOTIATIONS), path.lastIndexOf(Messages.TRANSFERS));
        if (kind < 0 || kind + 1 >= path.size()) {
            return;
        }
        byte[] body = read(request);
        JsonObject message = parse(body);
        String id = path.get(kind + 1);
        boolean begins = id.equals(Messages.REQUEST);
        if (AnnouncePacing.HOLDS.equals(request.getHeaderString(AnnouncePacing.HEADER))) {
            (begins ? text(message, "consumerPid") : Optional.of(id)).ifPresent(courtesy::partnerIsPaced);
        }
        if (path.get(kind).equals(Messages.NEGOTIATIONS)
                && text(message, "eventType")
                        .filter(event -> event.endsWith("FINALIZED"))
                        .isPresent()) {
            request.setProperty(FINALIZATION, id);
        }
        boolean isDone = message.get("@id") instanceof JsonString messageId
                && isDone(
                        request,
                        new Deliveries.Message(request.getUriInfo().getPath(), messageId.getString(), hash(body)));
        if (begins && path.get(kind).equals(Messages.NEGOTIATIONS)) {
            negotiationOf(message).ifPresent(known -> {
                request.setMethod(HttpMethod.GET);
                request.setRequestUri(sibling(request.getUriInfo(), known));
            });
        } else if (isDone && !begins) {
            request.abortWith(Response.ok().build());
        }
    }

    /** Whether the message was delivered before, with success. The first one is noted in the request. */
    private boolean isDone(ContainerRequestContext request, Deliveries.Message message) {
        Optional<Deliveries.Delivery> first = deliveries.arrived(message);
        if (first.isEmpty()) {
            request.setProperty(FIRST, message);
            return false;
        }
        OptionalInt status = deliveries.await(first.get());
        return status.isPresent() && status.getAsInt() < 300;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        // EDC has looked at the token and at whose negotiation it is, before it found that there is nothing left to do.
        if (response.getStatus() == CONFLICT
                && request.getProperty(FINALIZATION) instanceof String id
                && finalized.has(id)) {
            response.setStatus(Response.Status.OK.getStatusCode());
            response.setEntity(null);
        }
        if (request.getProperty(FIRST) instanceof Deliveries.Message message) {
            deliveries.answered(message, response.getStatus());
        }
    }

    private Optional<String> negotiationOf(JsonObject message) {
        return text(message, "consumerPid").flatMap(consumerPid -> text(message, "callbackAddress")
                .flatMap(callbackAddress -> requests.find(consumerPid, callbackAddress)));
    }

    private static URI sibling(UriInfo uri, String id) {
        return uri.getAbsolutePath().resolve(id);
    }

    /** The start of the body, which stays readable for those who come after. */
    private static byte[] read(ContainerRequestContext request) throws IOException {
        InputStream rest = request.getEntityStream();
        byte[] start = rest.readNBytes(MOST_BYTES);
        request.setEntityStream(new SequenceInputStream(new ByteArrayInputStream(start), rest));
        return start;
    }

    /** The message; empty if it is none, or longer. */
    private static JsonObject parse(byte[] body) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
            return reader.readObject();
        } catch (JsonException e) {
            return JsonValue.EMPTY_JSON_OBJECT; // EDC says what is wrong with it
        }
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** A property of a message: compacted as DSP 2025-1 wants it, with a prefix as before, or expanded. */
    private static Optional<String> text(JsonObject message, String name) {
        for (Map.Entry<String, JsonValue> property : message.entrySet()) {
            if (property.getKey().endsWith(name)) {
                return text(property.getValue());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(JsonValue value) {
        if (value instanceof JsonString string) {
            return Optional.of(string.getString());
        }
        if (value instanceof JsonArray array && !array.isEmpty()) {
            return text(array.get(0));
        }
        if (value instanceof JsonObject object) {
            return Optional.ofNullable(object.getOrDefault("@value", object.get("@id")))
                    .filter(JsonString.class::isInstance)
                    .flatMap(PartnerFilter::text);
        }
        return Optional.empty();
    }
}
