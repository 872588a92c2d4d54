package dev.mqttdsp.edr.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A partner's token endpoint over HTTPS, which answers as a test tells it to. */
public final class TokenServer implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> forms = new CopyOnWriteArrayList<>();
    private volatile HttpHandler handler = exchange -> answer(exchange, 500, "");

    /** Listens on a free port of loopback. */
    public TokenServer(ServerCertificate certificate) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Its URL, without a path. */
    public String url() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    /** The forms that it was sent. */
    public List<String> forms() {
        return forms;
    }

    /** From now on it answers so. */
    public void answers(int status, String body) {
        handler = exchange -> answer(exchange, status, body);
    }

    /** From now on it answers in another way. */
    public void answers(HttpHandler next) {
        handler = next;
    }

    /** Forgets what it has heard, and answers with an error. */
    public void reset() {
        forms.clear();
        answers(500, "");
    }

    /** Answers one request. */
    public static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            forms.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + form);
            handler.handle(exchange);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
