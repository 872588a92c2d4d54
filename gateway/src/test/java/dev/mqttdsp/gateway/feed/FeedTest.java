package dev.mqttdsp.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.core.grant.Barred;
import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.Login;
import dev.mqttdsp.core.grant.Party;
import dev.mqttdsp.core.replica.GrantFeed;
import dev.mqttdsp.core.replica.Replica;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Ports;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import dev.mqttdsp.gateway.tls.TlsFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A feed from one process to others, over TLS. */
@ExtendWith(NoLeaks.class)
class FeedTest {
    private static final String SECRET = "a secret of at least thirty-two characters";
    private static final Broker BROKER = Broker.at(URI.create("mqtt://127.0.0.1:1"));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Replica replica =
            new Replica(new Brokers(List.of()), Runnable::run, Clock.systemUTC(), System::nanoTime);

    private FeedClient client;
    private Provider provider;
    private GrantFeed feed;
    private FeedServer server;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        provider = new Provider(directory);
        feed = new GrantFeed("provider", provider.key, provider.store, Barred.nobody());
        server = serve(Ports.free(), FeedServer.MOST_WAITING);
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        server.close();
        feed.close();
        provider.close();
    }

    private FeedServer serve(int port, int mostWaiting) throws IOException {
        return FeedServer.start(
                new FeedDoor("127.0.0.1", port, provider.tls.certificate(), provider.tls.key(), SECRET),
                feed,
                mostWaiting);
    }

    private FeedClient reads(String secret, Path ca) {
        URI url = URI.create("https://localhost:" + server.port() + "/feed");
        return FeedClient.start(new FeedOrigin(url, Optional.of(ca), () -> secret), replica);
    }

    private FeedClient reads() {
        return reads(SECRET, provider.tls.ca());
    }

    private void awaitState(String flowId, Grant.State state) {
        await().atMost(PATIENCE)
                .until(() -> replica.grants().find(flowId).map(Grant::state).equals(Optional.of(state)));
    }

    private Admission admit(String token) {
        return replica.admit(new Login("any", token)).toCompletableFuture().join();
    }

    private HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newBuilder()
                .sslContext(provider.trust())
                .build()
                .send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void whoHasTheSecretIsToldOfWhatIsThereAndOfWhatChanges() {
        String token = provider.subscriber("there", BROKER, "a/#");
        client = reads();
        awaitState("there", Grant.State.OPEN);
        await().atMost(PATIENCE).until(() -> !replica.isSilent());
        assertThat(admit(token)).isInstanceOf(Admission.Admitted.class);

        String later = provider.subscriber("later", BROKER, "b");
        provider.grants.suspend("there", Party.CONSUMER);
        awaitState("there", Grant.State.SUSPENDED);
        assertThat(admit(later)).isInstanceOf(Admission.Admitted.class);
        provider.grants.end("there", EndReason.TERMINATED_BY_PROVIDER);
        awaitState("there", Grant.State.ENDED);
    }

    @Test
    void withoutTheSecretThereIsNothing() throws Exception {
        for (String[] headers : new String[][] {
            {},
            {"Authorization", ""},
            {"Authorization", "Bearer"},
            {"Authorization", "Bearer " + SECRET + "x"},
            {"Authorization", "Bearer " + SECRET.substring(1)},
            {"Authorization", "Basic " + SECRET}
        }) {
            HttpResponse<String> answer = ask("GET", "/feed", headers);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer");
            assertThat(answer.body()).isEmpty();
        }
        client = reads("some other secret of enough characters", provider.tls.ca());
        await().during(Duration.ofSeconds(1))
                .until(() -> !replica.complete().toCompletableFuture().isDone());
    }

    @Test
    void nothingElseIsServed() throws Exception {
        String bearer = "Bearer " + SECRET;

        assertThat(ask("GET", "/", "Authorization", bearer).statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/feed", "Authorization", bearer).statusCode()).isEqualTo(405);
        try (RawClient plain = RawClient.plain(server.port())) {
            plain.writeAll("GET /feed HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(plain.readToEnd()).doesNotContain("48545450"); // no HTTP
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsNotAsked(@TempDir Path other) throws Exception {
        Path stranger = TlsFiles.loadOrCreate(other, "localhost").ca();

        client = reads(SECRET, stranger);
        await().during(Duration.ofSeconds(1))
                .until(() -> !replica.complete().toCompletableFuture().isDone());
    }

    @Test
    void aHeartbeatComesWhenThereIsNothingToTell() throws Exception {
        try (SSLSocket socket = asking();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.lines().filter(line -> line.contains("\"alive\"")).findFirst())
                    .isPresent();
        }
    }

    @Test
    void aConnectionThatIsLostIsMadeAgainAndWhatWasMissedIsMadeUpFor() throws Exception {
        provider.subscriber("stays", BROKER, "a");
        provider.subscriber("goes", BROKER, "a");
        int port = server.port();
        client = reads();
        awaitState("goes", Grant.State.OPEN);

        server.close();
        provider.grants.end("goes", EndReason.TERMINATED_BY_CONSUMER);
        provider.grants.suspend("stays", Party.PROVIDER);
        server = serve(port, FeedServer.MOST_WAITING);

        awaitState("stays", Grant.State.SUSPENDED);
        assertThat(replica.grants().find("goes")).isEmpty();
    }

    @Test
    void aReaderThatFallsBehindIsHungUpOnAndTheOthersAreNot() throws Exception {
        int few = 50;
        server.close();
        server = serve(Ports.free(), few);
        client = reads();
        try (SSLSocket slow = asking()) {
            await().atMost(PATIENCE).until(() -> server.connections() == 2);

            String topic = "t".repeat(30_000);
            AtomicInteger flows = new AtomicInteger();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
                provider.password("f" + flows.incrementAndGet(), BROKER, topic);
                return server.connections() == 1;
            });

            assertThat(slow.isConnected()).isTrue();
            provider.subscriber("after", BROKER, "a");
            awaitState("after", Grant.State.OPEN);
        }
    }

    @Test
    void whoHangsUpIsForgotten() throws Exception {
        SSLSocket socket = asking();
        await().atMost(PATIENCE).until(() -> server.connections() == 1);

        socket.close();

        await().atMost(PATIENCE).until(() -> server.connections() == 0);
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        assertThatThrownBy(() -> serve(server.port(), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("port " + server.port() + " of 127.0.0.1");
    }

    @Test
    void theSecretIsInNoText() {
        assertThat(new FeedDoor("a", 1, Path.of("c"), Path.of("k"), SECRET).toString())
                .doesNotContain(SECRET);
        assertThat(new FeedOrigin(URI.create("https://h/feed"), Optional.empty(), () -> SECRET).toString())
                .doesNotContain(SECRET);
    }

    /** A connection that has asked for the feed, and reads nothing unless the test does. */
    private SSLSocket asking() throws IOException {
        SSLSocket socket = (SSLSocket) provider.trust().getSocketFactory().createSocket("localhost", server.port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream()
                .write(("GET /feed HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + SECRET + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
