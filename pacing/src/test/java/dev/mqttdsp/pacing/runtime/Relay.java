package dev.mqttdsp.pacing.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The network between two connectors, which the test can make bad. Connectors are reached at {@code /NAME}, so each needs
 * an address here as its callback address.
 */
final class Relay implements AutoCloseable {
    /** As the server writes them. */
    private static final Set<String> PASSED_ON = Set.of("Authorization", "Content-type", "Pacing");

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();
    private final Map<String, Connector> connectors = new ConcurrentHashMap<>();
    private volatile Network network = Delivery::send;

    /** What becomes of a message. */
    interface Network {
        /**
         * Returns what the sender gets.
         *
         * @throws IOException when the sender's connection breaks
         */
        HttpResponse<byte[]> carry(Delivery message) throws IOException, InterruptedException;
    }

    Relay() throws IOException {
        server.setExecutor(threads);
        server.createContext("/", this::carry);
        server.start();
    }

    void connect(Connector connector) {
        connectors.put(connector.participant, connector);
    }

    void become(Network other) {
        network = other;
    }

    /** The setting {@code edc.dsp.callback.address} of a connector behind this. */
    String callback(String participant) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + participant;
    }

    /** Where others reach it. */
    String dsp(String participant) {
        return callback(participant) + "/2025-1";
    }

    private void carry(HttpExchange exchange) {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            String receiver = path.split("/", 3)[1];
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                            connectors.get(receiver).dsp() + path.substring(("/" + receiver + "/2025-1").length())))
                    .timeout(Duration.ofMinutes(2));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (PASSED_ON.contains(name)) {
                    request.header(name, values.get(0));
                }
            });
            byte[] body = exchange.getRequestBody().readAllBytes();
            request.method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
            HttpResponse<byte[]> response = network.carry(new Delivery(http, request.build(), receiver, parsed(body)));
            response.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                    .set("Content-Type", type));
            int length = response.body().length;
            exchange.sendResponseHeaders(response.statusCode(), length == 0 ? -1 : length);
            exchange.getResponseBody().write(response.body());
        } catch (IOException e) {
            // The sender sees a closed connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonObject parsed(byte[] body) {
        return body.length == 0
                ? JsonObject.EMPTY_JSON_OBJECT
                : Json.createReader(new ByteArrayInputStream(body)).readObject();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** One message on its way. */
    record Delivery(HttpClient http, HttpRequest request, String receiver, JsonObject body) {

        /** The type, without a prefix. */
        String type() {
            return body.getString("@type", "").replaceFirst(".*:", "");
        }

        /** The id that the consumer has given to the negotiation or the transfer. */
        String process() {
            return body.getString("consumerPid", "");
        }

        HttpResponse<byte[]> send() throws IOException, InterruptedException {
            return http.send(request, BodyHandlers.ofByteArray());
        }
    }
}
