package dev.mqttdsp.acceptance.kit.did;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Home;
import dev.mqttdsp.app.process.FreePorts;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;

/** IdentityHub 0.15.1 made of its BOM, with wallets for several participants: a process of its own, by HTTP on loopback. */
public final class IdentityHub implements AutoCloseable {
    private static final String MAIN = "org.eclipse.edc.boot.system.runtime.BaseRuntime";
    private static final String ADMIN = "admin";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String adminKey = encoded(ADMIN) + "." + UUID.randomUUID();
    private final int identity;
    private final int credentials;
    private final int documents;
    private final int tokens;
    private final Command process;

    /**
     * A wallet in it.
     *
     * @param name by which the hub knows it
     * @param did whose it is
     * @param clientId who may have tokens made
     * @param secret of that client
     */
    public record Wallet(String name, String did, String clientId, String secret) {}

    private IdentityHub(Path directory, FreePorts ports) throws IOException {
        identity = ports.next();
        credentials = ports.next();
        documents = ports.next();
        tokens = ports.next();
        Files.createDirectories(directory);
        Path file = directory.resolve("hub.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings(ports.next()).store(writer, null);
        }
        Path built = Home.root().resolve("acceptance/identity-hub/target");
        process = Command.server(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx160m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dedc.fs.config=" + file,
                        "-cp",
                        built.resolve("classes") + ":" + built.resolve("lib") + "/*",
                        MAIN),
                directory,
                Map.of());
    }

    /** Starts one, and waits until it can be spoken to. */
    public static IdentityHub start(Path directory, FreePorts ports) throws IOException {
        IdentityHub hub = new IdentityHub(directory, ports);
        try {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> hub.send("GET", "/participants", "").statusCode() == 200);
        } catch (ConditionTimeoutException e) {
            hub.close();
            throw new IllegalStateException("IdentityHub does not answer: " + hub.log(), e);
        }
        return hub;
    }

    private Properties settings(int port) {
        Properties settings = new Properties();
        settings.setProperty("edc.participant.id", "hub");
        settings.setProperty("edc.hostname", "localhost");
        settings.setProperty("edc.iam.did.web.use.https", "false");
        settings.setProperty("web.http.port", Integer.toString(port));
        settings.setProperty("web.http.path", "/api");
        settings.setProperty("web.http.identity.port", Integer.toString(identity));
        settings.setProperty("web.http.identity.path", "/api/identity");
        settings.setProperty("web.http.credentials.port", Integer.toString(credentials));
        settings.setProperty("web.http.credentials.path", "/api/credentials");
        settings.setProperty("web.http.did.port", Integer.toString(documents));
        settings.setProperty("web.http.did.path", "/");
        settings.setProperty("web.http.sts.port", Integer.toString(tokens));
        settings.setProperty("web.http.sts.path", "/api/sts");
        settings.setProperty("test.hub.admin.key", adminKey);
        return settings;
    }

    /** Makes a wallet, with a key, and a DID document that leads to it. */
    public Wallet wallet(String name) throws IOException, InterruptedException {
        String did = "did:web:localhost%3A" + documents + ":" + name;
        String service = "http://localhost:" + credentials + "/api/credentials/v1/participants/" + encoded(name);
        String key = did + "#key-1";
        // Ed25519: with P-256 EDC 0.15.1 does not know its own curve on newer Java runtimes.
        Map<String, Object> made = Map.of("algorithm", "EdDSA", "curve", "Ed25519");
        Map<String, Object> manifest = Map.of(
                "participantContextId",
                name,
                "did",
                did,
                "active",
                true,
                "serviceEndpoints",
                List.of(Map.of("id", did + "#wallet", "type", "CredentialService", "serviceEndpoint", service)),
                "keys",
                List.of(Map.of("keyId", key, "privateKeyAlias", key, "keyGeneratorParams", made)));
        JsonNode account = JSON.readTree(required("/participants", manifest).body());
        return new Wallet(
                name,
                did,
                account.path("clientId").asText(),
                account.path("clientSecret").asText());
    }

    /** Has a wallet keep a credential, as the Identity API takes it: as its issuer signed it, and read. */
    public void keep(Wallet wallet, String jwt) throws Exception {
        JWTClaimsSet claims = SignedJWT.parse(jwt).getJWTClaimsSet();
        Map<String, Object> read = claims.getJSONObjectClaim("vc");
        Map<String, Object> credential = Map.of(
                "type", read.get("type"),
                "issuer", Map.of("id", claims.getIssuer()),
                "issuanceDate", claims.getIssueTime().toInstant().toString(),
                "expirationDate", claims.getExpirationTime().toInstant().toString(),
                "credentialSubject", List.of(read.get("credentialSubject")));
        Map<String, Object> container = Map.of("rawVc", jwt, "format", "VC1_0_JWT", "credential", credential);
        Map<String, Object> manifest = Map.of(
                "id", UUID.randomUUID().toString(),
                "participantContextId", wallet.name(),
                "verifiableCredentialContainer", container);
        required("/participants/" + encoded(wallet.name()) + "/credentials", manifest);
    }

    /** The server of its secure token service, whose path is {@code /api/sts/token}. */
    public URI tokenServer() {
        return URI.create("http://localhost:" + tokens);
    }

    /** What it has printed so far. */
    public String log() {
        return process.out() + process.err();
    }

    private HttpResponse<String> required(String path, Map<String, Object> body)
            throws IOException, InterruptedException {
        HttpResponse<String> response = send("POST", path, JSON.writeValueAsString(body));
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException("IdentityHub answers " + response.statusCode() + ": " + response.body());
        }
        return response;
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + identity + "/api/identity/v1alpha" + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("x-api-key", adminKey)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        process.close();
    }
}
