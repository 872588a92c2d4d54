package dev.mqttdsp.app.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A port for those who watch a process that has no other one for them: {@code GET /metrics} for Prometheus, and {@code GET
 * /ready}, 200 or 503 with the reason. Plain HTTP; it is not for partners.
 */
public final class MetricsPort implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;

    private MetricsPort(HttpServer server) {
        this.server = server;
    }

    /**
     * Opens it.
     *
     * @param notReady why the process is not ready; empty when it is
     * @throws IOException when the port cannot be had
     */
    public static MetricsPort open(
            InetSocketAddress address, PrometheusMeterRegistry registry, Supplier<Optional<String>> notReady)
            throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/metrics", exchange -> {
            String type = ProcessMeters.type(exchange.getRequestHeaders().getFirst("Accept"));
            answer(exchange, OK, type, registry.scrape(type));
        });
        server.createContext("/ready", exchange -> {
            Optional<String> reason = notReady.get();
            answer(
                    exchange,
                    reason.isPresent() ? UNAVAILABLE : OK,
                    "text/plain; charset=utf-8",
                    reason.orElse("ready") + "\n");
        });
        server.start();
        return new MetricsPort(server);
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            boolean allowed = exchange.getRequestMethod().equals("GET");
            byte[] body = allowed ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(allowed ? status : NOT_ALLOWED, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The port. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
