package dev.mqttdsp.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import dev.mqttdsp.identity.PassingClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailedBeforeTest {
    private final PassingClock clock = new PassingClock();
    private final AtomicInteger asked = new AtomicInteger();
    private final OkHttpClient client = new OkHttpClient.Builder()
            .addInterceptor(new FailedBefore(clock))
            .retryOnConnectionFailure(false)
            .build();
    private HttpServer server;
    private volatile boolean silent = true;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            if (!silent) {
                exchange.sendResponseHeaders(200, -1);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void whoHasNotAnsweredIsLeftAloneForAMoment() throws IOException {
        assertThatIOException().isThrownBy(() -> get("/status"));
        silent = false;

        assertThatIOException().isThrownBy(() -> get("/status")).withMessageContaining("has not answered a moment ago");
        assertThat(asked).hasValue(1);
        assertThat(get("/other")).isEqualTo(200);

        clock.pass(Duration.ofSeconds(10));
        assertThat(get("/status")).isEqualTo(200);
    }

    private int get(String path) throws IOException {
        Request request = new Request.Builder()
                .url("http://localhost:" + server.getAddress().getPort() + path)
                .build();
        try (Response response = client.newCall(request).execute()) {
            return response.code();
        }
    }
}
