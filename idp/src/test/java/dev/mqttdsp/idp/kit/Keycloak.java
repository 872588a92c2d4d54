package dev.mqttdsp.idp.kit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mqttdsp.app.Trust;
import dev.mqttdsp.app.process.FreePorts;
import dev.mqttdsp.gateway.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Keycloak with a realm that is called plant: clients are given tokens for RabbitMQ, and only to read line 1. */
public final class Keycloak implements AutoCloseable {
    /** The client of the connector: its tokens are for RabbitMQ. */
    public static final String CLIENT = "dataspace-user";
    /** Its secret. */
    public static final String SECRET = "only-keycloak-and-the-vault-know-4711";
    /** A client with the same rights at another audience. */
    public static final String OTHER_CLIENT = "somebody-else";
    /** Its secret. */
    public static final String OTHER_SECRET = "for-another-audience-4711";
    /** The claim {@code aud} of the connector's tokens, and RabbitMQ's resource server id. */
    public static final String AUDIENCE = "rabbitmq";

    private static final Duration START = Duration.ofMinutes(4);
    private static final String REALM = "/realms/plant";
    private static final String TOKEN = "/protocol/openid-connect/token";

    private final KeycloakHome home;
    private final int port;
    private final TlsFiles tls;
    private final URI base;
    private final KeycloakApi api;
    private Server server;

    private Keycloak(KeycloakHome home, int port, TlsFiles tls) {
        this.home = home;
        this.port = port;
        this.tls = tls;
        this.base = URI.create("https://localhost:" + port);
        HttpClient http = HttpClient.newBuilder()
                .sslContext(Trust.of(tls.ca()).sslContext())
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        this.api = new KeycloakApi(http, base);
    }

    /** Starts one with data of its own. */
    static Keycloak start(Path directory, FreePorts ports, TlsFiles tls) throws IOException {
        Keycloak keycloak = new Keycloak(KeycloakHome.create(directory), ports.next(), tls);
        keycloak.up();
        return keycloak;
    }

    /** For an asset's {@code oauth2:tokenUrl}. */
    public URI tokenUrl() {
        return base.resolve(REALM + TOKEN);
    }

    /** Where a broker finds the keys; one of them is not for signatures. */
    public URI jwksUrl() {
        return base.resolve(REALM + "/protocol/openid-connect/certs");
    }

    /** The claim {@code iss} of its tokens. */
    public String issuer() {
        return base.resolve(REALM).toString();
    }

    /** The answer that a client gets with the right secret. */
    public JsonNode clientCredentials(String client, String secret) throws IOException, InterruptedException {
        return api.clientCredentials(tokenUrl(), client, secret);
    }

    /** A new token of the connector's client. */
    public String accessToken() throws IOException, InterruptedException {
        return clientCredentials(CLIENT, SECRET).path("access_token").asText();
    }

    /** The public keys, as they are published at this moment. */
    public String keys() throws IOException, InterruptedException {
        return api.get(jwksUrl());
    }

    /** How long a new token is valid, from now on. */
    public void setAccessTokenLife(Duration life) throws IOException, InterruptedException {
        api.administer("PUT", "/admin/realms/plant", Map.of("accessTokenLifespan", life.toSeconds()));
    }

    /** New tokens are signed with a new key from now on; those from before still verify with theirs. */
    public void rotateKeys() throws IOException, InterruptedException {
        api.addKey("plant");
    }

    /** Ends the process. */
    public void down() {
        server.close();
    }

    /** Starts it on the same port with the same data. */
    public void up() {
        server = Server.start(
                        "Keycloak",
                        home.java(
                                "start",
                                "--optimized",
                                "--import-realm",
                                "--cache=local",
                                "--http-host=127.0.0.1",
                                "--https-port=" + port,
                                "--hostname=" + base,
                                "--https-certificate-file=" + tls.certificate(),
                                "--https-certificate-key-file=" + tls.key()),
                        home.directory(),
                        Map.of(
                                "HOME", home.directory().toString(),
                                "KC_BOOTSTRAP_ADMIN_CLIENT_ID", KeycloakApi.ADMINISTRATOR,
                                "KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", KeycloakApi.ADMINISTRATORS_SECRET))
                .awaitReady(log -> log.contains("Listening on: "), START);
    }

    @Override
    public void close() {
        down();
    }
}
