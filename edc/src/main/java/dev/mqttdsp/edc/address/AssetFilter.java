package dev.mqttdsp.edc.address;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.PathSegment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Completes the assets that are created or changed at the Management API, before EDC reads them. */
public final class AssetFilter implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        List<PathSegment> path = request.getUriInfo().getPathSegments();
        boolean isAssets =
                !path.isEmpty() && path.get(path.size() - 1).getPath().equals("assets");
        boolean writes = request.getMethod().equals(HttpMethod.POST)
                || request.getMethod().equals(HttpMethod.PUT);
        if (isAssets && writes && request.hasEntity()) {
            byte[] body = request.getEntityStream().readAllBytes();
            request.setEntityStream(new ByteArrayInputStream(completed(body)));
        }
    }

    private static byte[] completed(byte[] body) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
            JsonObject asset = reader.readObject();
            return AssetDocuments.complete(asset).toString().getBytes(StandardCharsets.UTF_8);
        } catch (JsonException e) {
            return body; // EDC says what is wrong with it
        }
    }
}
