package dev.mqttdsp.acceptance.kit.did;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mqttdsp.core.did.DidDocument;
import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.token.SigningKey;
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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A participant whose wallet and tokens say whatever a test wants them to say. */
public final class Stranger implements AutoCloseable {
    private static final String CATALOG_REQUEST =
            "{\"@context\":[\"https://w3id.org/dspace/2025/1/context.jsonld\"],\"@type\":\"CatalogRequestMessage\"}";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpsServer server;
    private final Members members;
    private final SigningKey key = SigningKey.generate();
    private final DidWeb did;
    private volatile String audience = "";
    private volatile SigningKey shown = key;
    private volatile SigningKey presenting = key;
    private volatile List<String> credentials = List.of();
    private volatile Map<String, Object> presentationClaims = Map.of();

    /** Opens its DID document and its credential service, on loopback. */
    public Stranger(Members members) throws IOException {
        this.members = members;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(members.serverTls()));
        did = new DidWeb("did:web:localhost%3A" + server.getAddress().getPort());
        server.createContext("/.well-known/did.json", exchange -> answer(exchange, document()));
        server.createContext("/wallet/presentations/query", exchange -> {
            exchange.getRequestBody().readAllBytes();
            answer(
                    exchange,
                    JSONObjectUtils.toJSONString(Map.of(
                            "@context",
                            List.of("https://w3id.org/dspace-dcp/v1.0/dcp.jsonld"),
                            "type",
                            "PresentationResponseMessage",
                            "presentation",
                            List.of(presentation()))));
        });
        server.setExecutor(threads);
        server.start();
    }

    /** Who it is. */
    public DidWeb did() {
        return did;
    }

    /** What its wallet shows. */
    public Stranger shows(String... jwts) {
        credentials = List.of(jwts);
        return this;
    }

    /** What its presentations claim beside or instead of what they should. */
    public Stranger presents(Map<String, Object> claims) {
        presentationClaims = claims;
        return this;
    }

    /** Signs presentations with a key that is not its own. */
    public Stranger presentsWith(SigningKey other) {
        presenting = other;
        return this;
    }

    /** Shows another key in its DID document. */
    public Stranger hasKey(SigningKey other) {
        shown = other;
        return this;
    }

    /** Takes its DID document and its wallet away. */
    public Stranger vanishes() {
        server.stop(0);
        return this;
    }

    /** A self-issued token, with claims beside or instead of what it should have; an empty one takes it away. */
    public String token(String audience, Map<String, Object> others) {
        Map<String, Object> claims = claims(audience);
        claims.put("token", key.sign("JWT", DidDocument.keyId(did, key), claims(audience)));
        others.forEach((name, value) -> {
            if (value.equals("")) {
                claims.remove(name);
            } else {
                claims.put(name, value);
            }
        });
        return key.sign("JWT", DidDocument.keyId(did, key), claims);
    }

    private Map<String, Object> claims(String audience) {
        Map<String, Object> claims = new HashMap<>();
        claims.put("iss", did.id());
        claims.put("sub", did.id());
        claims.put("aud", audience);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", Instant.now().getEpochSecond());
        claims.put("nbf", Instant.now().getEpochSecond());
        claims.put("exp", Instant.now().plusSeconds(60).getEpochSecond());
        return claims;
    }

    /** Asks a provider for its catalog. */
    public HttpResponse<String> askForCatalog(URI protocol, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(protocol + "/2025-1/catalog/request"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(CATALOG_REQUEST))
                .build();
        return client().send(request, BodyHandlers.ofString());
    }

    /** Presents a refresh token. */
    public HttpResponse<String> refresh(URI endpoint, String refreshToken, Optional<String> bearer)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=refresh_token&refresh_token=" + refreshToken));
        bearer.ifPresent(proof -> request.header("Authorization", "Bearer " + proof));
        return client().send(request.build(), BodyHandlers.ofString());
    }

    private HttpClient client() {
        return HttpClient.newBuilder().sslContext(members.clientTls()).build();
    }

    private String document() {
        URI wallet = URI.create("https://localhost:" + server.getAddress().getPort() + "/wallet");
        return new DidDocument(did, List.of(shown), Map.of("CredentialService", wallet)).toJson();
    }

    /** A presentation of what it shows. */
    public String presentation() {
        Map<String, Object> claims = claims(audience);
        claims.put(
                "vp",
                Map.of(
                        "@context",
                        List.of("https://www.w3.org/2018/credentials/v1"),
                        "type",
                        "VerifiablePresentation",
                        "verifiableCredential",
                        credentials));
        claims.putAll(presentationClaims);
        return presenting.sign("JWT", DidDocument.keyId(did, key), claims);
    }

    /** A membership that it has signed itself, in the name of somebody else. */
    public String forged(DidWeb issuer) {
        Map<String, Object> claims = claims("");
        claims.put("iss", issuer.id());
        claims.put(
                "vc",
                Map.of(
                        "@context",
                        List.of("https://www.w3.org/2018/credentials/v1"),
                        "type",
                        List.of("VerifiableCredential", "MembershipCredential"),
                        "issuer",
                        issuer.id(),
                        "issuanceDate",
                        Instant.now().minusSeconds(60).toString(),
                        "credentialSubject",
                        Map.of("id", did.id(), "memberOf", "test")));
        return key.sign("JWT", DidDocument.keyId(did, key), claims);
    }

    /** For whom its presentations are. */
    public Stranger presentsTo(String verifier) {
        audience = verifier;
        return this;
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
