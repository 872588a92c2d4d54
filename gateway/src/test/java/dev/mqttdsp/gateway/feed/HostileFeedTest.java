package dev.mqttdsp.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.Barred;
import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.replica.GrantFeed;
import dev.mqttdsp.core.replica.Replica;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with the right certificate that sends anything but a feed: it is hung up on, and changes nothing. */
@ExtendWith(NoLeaks.class)
class HostileFeedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final Replica replica =
            new Replica(new Brokers(List.of()), Runnable::run, Clock.systemUTC(), System::nanoTime);
    private final AtomicInteger hungUp = new AtomicInteger();
    private FeedClient client;
    private Provider provider;
    private GrantFeed feed;
    private ServerSocket server;
    private volatile Socket present;
    /** What each connection is answered. */
    private volatile byte[] answer;

    /** What is said after that, again and again. */
    private volatile byte[] endless = {};

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        provider = new Provider(directory);
        feed = new GrantFeed("provider", provider.key, provider.store, Barred.nobody());
        server =
                context(directory).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "hostile-feed");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        if (client != null) {
            client.close();
        }
        server.close();
        feed.close();
        provider.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                present = socket;
                socket.setSoTimeout((int) PATIENCE.toMillis());
                OutputStream out = socket.getOutputStream();
                out.write(answer);
                while (endless.length > 0) {
                    out.write(endless);
                }
                byte[] request = new byte[4096];
                while (socket.getInputStream().read(request) >= 0) {
                    // until it hangs up
                }
                hungUp.incrementAndGet();
            } catch (IOException e) {
                hungUp.incrementAndGet();
            }
        }
    }

    private static SSLContext context(Path directory) throws Exception {
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(Files.newInputStream(directory.resolve("server.pem")));
        String pem = Files.readString(directory.resolve("server-key.pem")).replaceAll("-----.*-----", "");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null);
        store.setKeyEntry(
                "server",
                KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem))),
                new char[0],
                new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private FeedClient reads() {
        URI url = URI.create("https://localhost:" + server.getLocalPort() + "/feed");
        return FeedClient.start(
                new FeedOrigin(url, Optional.of(provider.tls.ca()), () -> "a secret of at least thirty-two characters"),
                replica);
    }

    private static String chunk(String... lines) {
        String text = String.join("\n", lines) + "\n";
        return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n";
    }

    private String snapshot() {
        StringBuilder chunks = new StringBuilder(HEAD);
        feed.begin((sequence, line) -> {}).lines().forEachRemaining(line -> chunks.append(chunk(line)));
        return chunks.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: https://localhost/feed\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n{}\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}\n",
                HEAD + "0\r\n\r\n",
                HEAD + "zz\r\n",
                HEAD + "3\r\n{}\n\r\n",
                HEAD + "5\r\nhello\r\n1\r\n\n\r\n",
                HEAD + "21\r\n{\"sequence\":0,\"type\":\"complete\"}\n\r\n",
            })
    void anAnswerThatIsNoFeedIsHungUpOnAndAskedForAgain(String text) {
        answer = text.getBytes(StandardCharsets.UTF_8);
        client = reads();
        await().atMost(PATIENCE).until(() -> hungUp.get() >= 2);
        assertThat(replica.complete().toCompletableFuture()).isNotDone();
    }

    @Test
    void aLineThatIsNoTextIsHungUpOn() {
        byte[] head = HEAD.getBytes(StandardCharsets.US_ASCII);
        answer = Arrays.copyOf(head, head.length + 7);
        System.arraycopy(new byte[] {'2', '\r', '\n', (byte) 0xC3, '\n', '\r', '\n'}, 0, answer, head.length, 7);
        client = reads();
        await().atMost(PATIENCE).until(() -> hungUp.get() >= 1);
    }

    @Test
    void aLineWithoutAnEndIsNotKeptForEver() {
        answer = (HEAD + "7fffffff\r\n").getBytes(StandardCharsets.US_ASCII);
        endless = "a".repeat(16_384).getBytes(StandardCharsets.US_ASCII);
        client = reads();
        await().atMost(PATIENCE).until(() -> hungUp.get() >= 1);
    }

    @Test
    void aHeadWithoutAnEndIsNotKeptForEver() {
        answer = "HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII);
        endless = "X-A: b\r\n".getBytes(StandardCharsets.US_ASCII);
        client = reads();
        await().atMost(PATIENCE).until(() -> hungUp.get() >= 1);
    }

    @Test
    void aServerThatSaysNothingIsHungUpOnAfterFifteenSeconds() {
        answer = HEAD.getBytes(StandardCharsets.US_ASCII);
        client = reads();
        await().atMost(PATIENCE.plus(Replica.SILENCE)).until(() -> hungUp.get() >= 1);
    }

    @Test
    void aSnapshotFromBeforeIsRefusedAndChangesNothing() throws Exception {
        Broker broker = Broker.at(URI.create("mqtt://127.0.0.1:1"));
        provider.subscriber("f", broker, "a");
        answer = snapshot().getBytes(StandardCharsets.UTF_8);
        byte[] before = answer;
        client = reads();
        await().atMost(PATIENCE)
                .until(() -> replica.complete().toCompletableFuture().isDone());

        provider.grants.end("f", EndReason.TERMINATED_BY_CONSUMER);
        provider.subscriber("g", broker, "a");
        answer = snapshot().getBytes(StandardCharsets.UTF_8);
        hangUp();
        await().atMost(PATIENCE).until(() -> replica.grants().find("g").isPresent());

        answer = before;
        int now = hungUp.get();
        hangUp();
        await().atMost(PATIENCE).until(() -> hungUp.get() >= now + 3);
        assertThat(replica.grants().find("f")).isEmpty();
        assertThat(replica.grants().find("g").map(Grant::state)).hasValue(Grant.State.OPEN);
    }

    /** Ends the present connection. */
    private void hangUp() throws IOException {
        present.close();
    }
}
