package dev.mqttdsp.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.eclipse.edc.http.spi.EdcHttpClient;
import org.eclipse.edc.spi.monitor.ConsoleMonitor;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardedCallsTest {
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void privateAddressesAreNotGoneToUnlessTheOperatorSaysSo() throws IOException {
        assertThatIOException().isThrownBy(() -> get(false)).withMessageContaining("edc.mqtt.consumer.allow.private");
        assertThat(asked).hasValue(0);

        assertThat(get(true)).isEqualTo(200);
    }

    @Test
    void noAnswerLeadsElsewhereAndNoneIsAskedForTwice() throws IOException {
        status = 302;
        assertThat(get(true)).isEqualTo(302);
        status = 503;
        assertThat(get(true)).isEqualTo(503);

        assertThat(asked).hasValue(2);
    }

    private int get(boolean allowPrivate) throws IOException {
        EdcHttpClient client = GuardedCalls.guarded(
                new OkHttpClient(),
                ConfigFactory.fromMap(Map.of(
                        "edc.mqtt.consumer.allow.private",
                        Boolean.toString(allowPrivate),
                        "edc.iam.did.web.use.https",
                        "false")),
                new ConsoleMonitor());
        Request request = new Request.Builder()
                .url("http://localhost:" + server.getAddress().getPort() + "/presentations/query")
                .build();
        try (Response response = client.execute(request)) {
            return response.code();
        }
    }
}
