package dev.mqttdsp.benchmarks.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

/**
 * Asks whether EDC has put its resources behind a port, for a resource that is not there: EDC says so by JSON, and before
 * that Jetty by HTML. It is another resource each time, because Jetty remembers what it found behind a path.
 */
final class HttpProbe {
    private final String collection;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * A probe of one collection.
     *
     * @param collection its URL, ending with a slash
     */
    HttpProbe(String collection) {
        this.collection = collection;
    }

    boolean succeeds() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(collection + UUID.randomUUID()))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            String answer = http.send(request, BodyHandlers.ofString()).body();
            return answer.startsWith("[") || answer.startsWith("{");
        } catch (IOException e) {
            return false; // not listening yet
        }
    }
}
