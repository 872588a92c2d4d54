package dev.mqttdsp.authority;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mqttdsp.core.did.DidWeb;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Tells those who ask who the authority is, and what it has taken back: at each request as it is then. */
public final class AuthorityServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int THREADS = 4;
    private static final String JSON = "application/json";
    private static final String JWT = "application/vc+jwt";

    private final HttpServer server;
    private final ExecutorService threads;

    private AuthorityServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Opens it.
     *
     * @param address to listen at
     * @param tls speaks https; empty for plain http, on loopback or behind somebody who does
     * @throws IOException when the address cannot be had
     */
    public static AuthorityServer open(Authority authority, InetSocketAddress address, Optional<SSLContext> tls)
            throws IOException {
        HttpServer server = tls.isPresent() ? secure(address, tls.get()) : HttpServer.create(address, 0);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, AuthorityServer::daemon);
        server.setExecutor(threads);
        DidWeb did = authority.did();
        URI document = did.document(authority.url().getScheme());
        URI status = Documents.statusUrl(authority.url());
        server.createContext("/", exchange -> answer(exchange, NOT_FOUND, "text/plain", () -> "not found\n"));
        server.createContext(document.getRawPath(), exchange -> answer(exchange, OK, JSON, authority::document));
        server.createContext(status.getRawPath(), exchange -> {
            boolean signed = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"))
                    .contains("jwt");
            answer(exchange, OK, signed ? JWT : JSON, signed ? authority::signedStatusList : authority::statusList);
        });
        server.start();
        return new AuthorityServer(server, threads);
    }

    private static HttpServer secure(InetSocketAddress address, SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "authority");
        thread.setDaemon(true);
        return thread;
    }

    private static void answer(HttpExchange exchange, int status, String type, Supplier<String> text)
            throws IOException {
        try (exchange) {
            boolean allowed = exchange.getRequestMethod().equals("GET");
            byte[] body = allowed ? text.get().getBytes(StandardCharsets.UTF_8) : new byte[0];
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
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
        threads.shutdownNow();
    }
}
