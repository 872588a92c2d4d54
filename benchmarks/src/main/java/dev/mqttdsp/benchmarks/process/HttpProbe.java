package dev.mqttdsp.benchmarks.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A request that is answered with 200 once a server serves. */
final class HttpProbe {
    private final HttpRequest request;
    private final HttpClient http = HttpClient.newHttpClient();

    private HttpProbe(HttpRequest.Builder request) {
        this.request = request.timeout(Duration.ofSeconds(5)).build();
    }

    static HttpProbe get(URI url) {
        return new HttpProbe(HttpRequest.newBuilder(url));
    }

    /** With an empty body. */
    static HttpProbe post(URI url) {
        return new HttpProbe(HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    boolean succeeds() throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }
}
