package dev.mqttdsp.acceptance.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mqttdsp.acceptance.kit.leak.SeenSecrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a server, passes every POST on, and remembers it; or answers in the server's place. */
public final class Wiretap implements AutoCloseable {
    /**
     * A request that came by.
     *
     * @param path its path
     * @param body its body
     */
    public record Heard(String path, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private volatile String behind;
    private volatile String failing;
    private volatile int failure;

    private Wiretap(HttpServer server) {
        this.server = server;
        server.createContext("/", this::pass);
        server.setExecutor(threads);
        server.start();
    }

    /** Listens on a free port; until {@link #passTo} it answers everything with 200 and keeps it. */
    public static Wiretap open(int port) throws IOException {
        return new Wiretap(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
    }

    /** From now on requests are passed on to that server. */
    public void passTo(String base) {
        this.behind = base;
    }

    /** From now on requests whose path ends so are answered with that status, after the server behind has had them. */
    public void failAt(String pathEnd, int status) {
        this.failure = status;
        this.failing = pathEnd;
    }

    /** From now on every request gets the server's own answer. */
    public void failNoMore() {
        this.failing = null;
    }

    /** What came by so far. */
    public List<Heard> heard() {
        return List.copyOf(heard);
    }

    /** The URL of this end. */
    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            heard.add(new Heard(path, new String(body, StandardCharsets.UTF_8)));
            SeenSecrets.addOfDsp(new String(body, StandardCharsets.UTF_8));
            int status = 200;
            byte[] answer = new byte[0];
            if (behind != null) {
                HttpResponse<byte[]> response = forward(exchange, path, body);
                status = response.statusCode();
                answer = response.body();
            }
            if (failing != null && path.endsWith(failing)) {
                status = failure;
                answer = new byte[0];
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, String path, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(behind + path))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        for (String header : List.of("Authorization", "Content-Type")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
