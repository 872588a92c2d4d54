package dev.mqttdsp.acceptance.kit.idp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mqttdsp.app.process.FreePorts;
import dev.mqttdsp.gateway.tls.TlsFiles;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** An OAuth 2.0 server over HTTPS on a port of loopback, with a certificate of its own authority. */
public final class IdentityProvider implements AutoCloseable {
    /** Where {@link Answer.Redirect} leads; requests for it are kept with the others. */
    public static final String ELSEWHERE = "/elsewhere";

    private static final String TOKEN = "/plant/token";
    private static final String KEYS = "/plant/jwks";

    private final int port;
    private final TlsFiles tls;
    private final SSLContext context;
    private final MockServer behind;
    private final TokenEndpoint endpoint;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpsServer server;

    private IdentityProvider(int port, TlsFiles tls, MockServer behind) throws IOException {
        this.port = port;
        this.tls = tls;
        this.context = ((JdkSslContext) SslContextBuilder.forServer(
                                tls.certificate().toFile(), tls.key().toFile())
                        .sslProvider(SslProvider.JDK)
                        .build())
                .context();
        this.behind = behind;
        this.endpoint = new TokenEndpoint(behind);
    }

    /** Starts one that behaves. */
    public static IdentityProvider start(Path directory, FreePorts ports) throws IOException {
        Files.createDirectories(directory);
        TlsFiles tls = TlsFiles.loadOrCreate(directory, "localhost");
        MockServer behind = MockServer.start(directory, ports);
        try {
            IdentityProvider provider = new IdentityProvider(ports.next(), tls, behind);
            provider.up();
            return provider;
        } catch (IOException | RuntimeException e) {
            behind.close();
            throw e;
        }
    }

    /** For an asset's {@code oauth2:tokenUrl}. */
    public URI tokenUrl() {
        return url(TOKEN);
    }

    /** Where a broker finds the keys. */
    public URI jwksUrl() {
        return url(KEYS);
    }

    /** The claim {@code iss} of its tokens. */
    public String issuer() {
        return url("/plant").toString();
    }

    /** The authority of its certificate, for {@code edc.mqtt.trust.certificates}. */
    public Path ca() {
        return tls.ca();
    }

    /** From now on token requests are answered so. */
    public void answer(Answer answer) {
        endpoint.answer(answer);
    }

    /** All token requests so far, those included that have had no answer yet. */
    public List<TokenCall> calls() {
        return endpoint.calls();
    }

    /** Ends all connections and refuses new ones. */
    public void down() {
        endpoint.release();
        server.stop(0);
    }

    /** Listens on the same port, again. */
    public void up() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext(TOKEN, endpoint::handle);
        server.createContext(ELSEWHERE, endpoint::handle);
        server.createContext(KEYS, this::keys);
        server.setExecutor(threads);
        server.start();
    }

    private void keys(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<String> keys = behind.keys();
            byte[] body = keys.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(keys.statusCode(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private URI url(String path) {
        return URI.create("https://localhost:" + port + path);
    }

    @Override
    public void close() {
        down();
        threads.shutdownNow();
        behind.close();
    }
}
