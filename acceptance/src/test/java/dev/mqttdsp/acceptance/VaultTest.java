package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Finished;
import dev.mqttdsp.acceptance.kit.Home;
import dev.mqttdsp.app.Trust;
import dev.mqttdsp.app.process.ConnectorProcess;
import dev.mqttdsp.app.process.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's own vault in place of the secrets of the machine. */
class VaultTest {
    private static final String TOKEN = "vault-token";

    @TempDir
    private Path directory;

    /** HashiCorp Vault cannot be had for this build; what its client asks for is little: key and value, version 2. */
    private static HttpServer vault(String alias, ECKey key) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean mayRead = TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"));
            boolean asked = exchange.getRequestURI().getPath().equals("/v1/secret/data/" + alias);
            String secret = key.toJSONString().replace("\"", "\\\"");
            byte[] body = (asked ? "{\"data\":{\"data\":{\"content\":\"" + secret + "\"}}}" : "{}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(mayRead ? 200 : 403, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void aConnectorReadsItsSecretsFromHashicorpVaultWhereItsConfigurationNamesOne() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        HttpServer vault = vault("signing-key", key);
        FreePorts ports = new FreePorts();
        int web = ports.next();
        try (ConnectorProcess connector = ConnectorProcess.launch(
                "provider",
                directory,
                Home.believing(),
                ports,
                Map.of(
                        "edc.vault.hashicorp.url",
                        "http://127.0.0.1:" + vault.getAddress().getPort(),
                        "edc.vault.hashicorp.token",
                        TOKEN,
                        "edc.vault.hashicorp.token.scheduled-renew-enabled",
                        "false",
                        "edc.mqtt.token.key.alias",
                        "signing-key",
                        "edc.mqtt.public.port",
                        Integer.toString(web),
                        "edc.mqtt.public.tls.port",
                        Integer.toString(ports.next())))) {
            connector.awaitReady();

            String jwks = HttpClient.newBuilder()
                    .sslContext(Trust.of(connector.data().resolve("ca.pem")).sslContext())
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create("https://localhost:" + web + "/jwks"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            Finished secrets = Command.start(
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-jar",
                                    Home.jar().toString(),
                                    "secret",
                                    "set",
                                    "signing-key",
                                    "--config",
                                    directory.resolve("connector.properties").toString()),
                            "value\n")
                    .await();

            assertThat(jwks).contains(key.getX().toString());
            assertThat(secrets.exitCode()).isEqualTo(1);
            assertThat(secrets.err()).contains("edc.vault.hashicorp.url");
            assertThat(Files.readString(connector.log())).doesNotContain(TOKEN);
        } finally {
            vault.stop(0);
        }
    }
}
