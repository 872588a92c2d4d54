package dev.mqttdsp.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsPortTest {
    private final ProcessMeters meters = new ProcessMeters();
    private final AtomicReference<Optional<String>> notReady = new AtomicReference<>(Optional.empty());
    private MetricsPort port;

    @BeforeEach
    void open() throws IOException {
        port = MetricsPort.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), meters.registry(), notReady::get);
    }

    @AfterEach
    void close() {
        port.close();
        meters.close();
    }

    private HttpResponse<String> get(String path, String accepted) throws IOException, InterruptedException {
        return send(request(path).header("Accept", accepted).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static String type(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    @Test
    void metersAreShownInThePrometheusFormat() throws Exception {
        meters.registry().counter("things", "kind", "good").increment();

        HttpResponse<String> answer = get("/metrics", "*/*");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(type(answer)).isEqualTo(ProcessMeters.TEXT);
        assertThat(answer.body()).contains("things_total{kind=\"good\"} 1.0").contains("jvm_memory_used_bytes");
    }

    @Test
    void orAsOpenMetricsWhereThatIsAskedFor() throws Exception {
        HttpResponse<String> answer = get("/metrics", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

        assertThat(type(answer)).startsWith("application/openmetrics-text");
        assertThat(answer.body()).endsWith("# EOF\n");
    }

    @Test
    void whetherTheProcessIsReadyIsSaidWithTheReason() throws Exception {
        assertThat(get("/ready", "*/*").statusCode()).isEqualTo(200);

        notReady.set(Optional.of("it stops"));

        HttpResponse<String> answer = get("/ready", "*/*");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("it stops\n");
    }

    @Test
    void nothingElseIsThere() throws Exception {
        assertThat(get("/", "*/*").statusCode()).isEqualTo(404);
        assertThat(send(request("/metrics").POST(BodyPublishers.ofString("x"))).statusCode())
                .isEqualTo(405);
    }

    @Test
    void aPortThatIsTakenIsNone() {
        assertThatIOException()
                .isThrownBy(() -> MetricsPort.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port.port()),
                        meters.registry(),
                        notReady::get));
    }
}
