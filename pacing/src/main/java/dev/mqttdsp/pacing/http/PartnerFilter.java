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
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.PathSegment;
import jakarta.ws.rs.core.UriInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the messages of partners tell about the partner: whether it is paced, and whether it repeats itself.
 *
 * <p>EDC makes a second negotiation of a contract request that is sent twice. Here the repetition is answered with the
 * negotiation that the first one has begun, as a GET would: EDC's own resource checks the partner's token, and whether the
 * negotiation is the partner's.
 */
@PreMatching
public final class PartnerFilter implements ContainerRequestFilter {
    /** Offers with their policies are far smaller. */
    private static final int MOST_BYTES = 1 << 20;

    private final Courtesy courtesy;
    private final FirstRequests requests;

    public PartnerFilter(Courtesy courtesy, FirstRequests requests) {
        this.courtesy = courtesy;
        this.requests = requests;
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
        boolean isPaced = AnnouncePacing.HOLDS.equals(request.getHeaderString(AnnouncePacing.HEADER));
        String id = path.get(kind + 1);
        if (!id.equals(Messages.REQUEST)) {
            if (isPaced) {
                courtesy.partnerIsPaced(id);
            }
            return;
        }
        JsonObject message = read(request);
        if (isPaced) {
            text(message, "consumerPid").ifPresent(courtesy::partnerIsPaced);
        }
        if (path.get(kind).equals(Messages.NEGOTIATIONS)) {
            negotiationOf(message).ifPresent(known -> {
                request.setMethod(HttpMethod.GET);
                request.setRequestUri(sibling(request.getUriInfo(), known));
            });
        }
    }

    private Optional<String> negotiationOf(JsonObject message) {
        return text(message, "consumerPid").flatMap(consumerPid -> text(message, "callbackAddress")
                .flatMap(callbackAddress -> requests.find(consumerPid, callbackAddress)));
    }

    private static URI sibling(UriInfo uri, String id) {
        return uri.getAbsolutePath().resolve(id);
    }

    /** The message, which stays readable for those who come after; empty if it is none. */
    private static JsonObject read(ContainerRequestContext request) throws IOException {
        InputStream rest = request.getEntityStream();
        byte[] start = rest.readNBytes(MOST_BYTES);
        request.setEntityStream(new SequenceInputStream(new ByteArrayInputStream(start), rest));
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(start))) {
            return reader.readObject();
        } catch (JsonException e) {
            return JsonValue.EMPTY_JSON_OBJECT; // EDC says what is wrong with it
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
