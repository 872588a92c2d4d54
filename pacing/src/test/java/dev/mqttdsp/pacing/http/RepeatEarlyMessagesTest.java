package dev.mqttdsp.pacing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatEarlyMessagesTest {
    private final OkHttpClient client = new OkHttpClient.Builder()
            .addInterceptor(new RepeatEarlyMessages())
            .eventListener(new Refusals())
            .build();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private IntConsumer refusals = number -> {};
    private HttpServer server;
    private int port;
    private IntUnaryOperator statusOf = number -> 200;

    @BeforeEach
    void listen() throws IOException {
        start(0);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    @Test
    void aMessageThatIsTooEarlyIsSentAgain() throws IOException {
        statusOf = number -> number < 4 ? 409 : 200;

        assertThat(status("POST", "/2025-1/negotiations/n/agreement/verification"))
                .isEqualTo(200);
        assertThat(received).hasValue(4);
    }

    @Test
    void aMessageThatIsRefusedForGoodEndsWithTheReason() throws IOException {
        statusOf = number -> 409;

        try (Response response =
                client.newCall(request("POST", "/2025-1/transfers/t/start")).execute()) {
            assertThat(response.code()).isEqualTo(409);
            assertThat(response.body().string()).isEqualTo("answer 9");
        }
        assertThat(received).hasValue(9);
    }

    @Test
    void otherAnswersAndOtherRequestsAreLeftAlone() throws IOException {
        statusOf = number -> number == 1 ? 500 : 409;

        assertThat(status("POST", "/2025-1/transfers/t/start")).isEqualTo(500);
        assertThat(status("GET", "/2025-1/transfers/t")).isEqualTo(409);
        assertThat(status("POST", "/2025-1/catalog/request")).isEqualTo(409);
        assertThat(received).hasValue(3);
    }

    @Test
    void aConnectorThatComesBackWithinASecondIsReached() throws Exception {
        server.stop(0);
        refusals = number -> {
            if (number == 3) {
                restart();
            }
        };

        assertThat(status("POST", "/2025-1/negotiations/n/events")).isEqualTo(200);
        assertThat(refused).hasValue(3);
        assertThat(received).hasValue(1);
    }

    @Test
    void aConnectorThatIsGoneIsToldInTheEnd() {
        server.stop(0);

        assertThatThrownBy(() -> status("POST", "/2025-1/negotiations/n/events"))
                .isInstanceOf(ConnectException.class);
    }

    private int status(String method, String path) throws IOException {
        try (Response response = client.newCall(request(method, path)).execute()) {
            return response.code();
        }
    }

    private Request request(String method, String path) {
        RequestBody body = method.equals("POST") ? RequestBody.create("{}".getBytes(StandardCharsets.UTF_8)) : null;
        return new Request.Builder()
                .url("http://127.0.0.1:" + port + path)
                .method(method, body)
                .build();
    }

    private void restart() {
        try {
            start(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(int at) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
        port = server.getAddress().getPort();
        server.createContext("/", exchange -> {
            int number = received.incrementAndGet();
            byte[] answer = ("answer " + number).getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(statusOf.applyAsInt(number), answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    private final class Refusals extends EventListener {
        @Override
        public void connectFailed(
                Call call, InetSocketAddress address, Proxy proxy, Protocol protocol, IOException failure) {
            refusals.accept(refused.incrementAndGet());
        }
    }
}
