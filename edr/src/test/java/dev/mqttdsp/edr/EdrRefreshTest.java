package dev.mqttdsp.edr;

import static dev.mqttdsp.edr.testing.ConsumerRuntime.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.edr.testing.ConsumerRuntime;
import dev.mqttdsp.edr.testing.Jwts;
import dev.mqttdsp.edr.testing.ServerCertificate;
import dev.mqttdsp.edr.testing.TokenServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.edc.connector.controlplane.transfer.spi.event.TransferProcessStarted;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.edr.spi.store.EndpointDataReferenceStore;
import org.eclipse.edc.spi.event.EventRouter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data addresses that are refreshed on the way out, in a stock EDC runtime and over HTTPS. */
class EdrRefreshTest {
    private static final String MQTT = "https://w3id.org/dspace/2025/1/mqtt-pull/";
    private static final String TX_AUTH = "https://w3id.org/tractusx/auth/";
    private static final String EDC = "https://w3id.org/edc/v0.0.1/ns/";
    private static final String SUCCESS = """
            {"access_token": "%s", "token_type": "Bearer", "refresh_token": "refresh-2", "expires_in": 300}""";

    private static Path authorities;
    private static ServerCertificate certificate;
    private static TokenServer provider;
    private static ConsumerRuntime consumer;

    private final String nextToken = Jwts.until(Instant.now().plusSeconds(300));

    @BeforeAll
    static void boot(@TempDir Path directory) throws Exception {
        authorities = directory.resolve("partners.pem");
        certificate = ServerCertificate.create();
        certificate.write(authorities);
        provider = new TokenServer(certificate);
        consumer = ConsumerRuntime.boot(Map.of(
                "edc.mqtt.consumer.allow.private", "true", "edc.mqtt.trust.certificates", authorities.toString()));
    }

    @AfterAll
    static void shutdown() {
        consumer.close();
        provider.close();
    }

    @BeforeEach
    void reset() {
        provider.reset();
    }

    @Test
    void anAddressWhoseTokenIsAboutToEndIsRefreshedUnderEveryNameThatItHasAndStored() {
        String old = tokenWithLeft(90);
        String id = started(names(old, "refresh-1"));
        provider.answers(200, SUCCESS.formatted(nextToken));

        HttpResponse<String> response = consumer.get(id, "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).doesNotContain(old).doesNotContain("refresh-1");
        assertThat(provider.forms()).containsExactly("POST /token grant_type=refresh_token&refresh_token=refresh-1");
        var stored = consumer.service(EndpointDataReferenceStore.class)
                .resolveByTransferProcess(id)
                .getContent()
                .getProperties();
        for (String space : List.of(MQTT, EDC, "")) {
            assertThat(stored).containsEntry(space + "authorization", nextToken);
        }
        for (String space : List.of(MQTT, TX_AUTH, EDC, "")) {
            assertThat(stored).containsEntry(space + "refreshToken", "refresh-2");
            assertThat(stored).containsEntry(space + "expiresIn", "300");
            assertThat(stored).containsEntry(space + "refreshEndpoint", provider.url() + "/token");
        }
        assertThat(stored).hasSize(names(old, "x").size() + 1);
    }

    @Test
    void theEntryIsKeptButForItsAge() {
        String id = started(names(tokenWithLeft(10), "refresh-1"));
        long before = System.currentTimeMillis();
        provider.answers(200, SUCCESS.formatted(nextToken));

        consumer.get(id, "");

        var entry = consumer.service(EndpointDataReferenceStore.class).findById(id);
        assertThat(entry.getCreatedAt()).isGreaterThanOrEqualTo(before);
        assertThat(entry.getContractNegotiationId()).isEqualTo("negotiation");
        assertThat(entry.getAgreementId()).isEqualTo("agreement");
        assertThat(entry.getParticipantContextId()).isEqualTo("consumer");
    }

    @Test
    void anAddressOfTractusXIsRefreshedByItsOwnNames() {
        String id = consumer.transfer(TransferProcessStates.STARTED, null);
        consumer.address(
                id,
                System.currentTimeMillis() - 250_000,
                Map.of(
                        EDC + "authorization",
                        "opaque-1",
                        TX_AUTH + "refreshToken",
                        "refresh-1",
                        TX_AUTH + "refreshEndpoint",
                        provider.url() + "/refresh",
                        TX_AUTH + "expiresIn",
                        "300"));
        provider.answers(200, "{\"access_token\":\"opaque-2\",\"refresh_token\":\"refresh-2\",\"expires\":\"200\"}");

        var address = json(consumer.get(id, "")).asJsonObject();

        assertThat(provider.forms()).singleElement().asString().startsWith("POST /refresh/token ");
        assertThat(address.getString("authorization")).isEqualTo("opaque-2");
        assertThat(address.getString(TX_AUTH + "refreshToken")).isEqualTo("refresh-2");
        assertThat(address.getString(TX_AUTH + "expiresIn")).isEqualTo("200");
        assertThat(address.keySet()).noneMatch(name -> name.startsWith(MQTT));
    }

    @Test
    void anAddressWithMoreThanAThirdOfItsLifeLeftIsGivenAsItIs() {
        String id = started(names(tokenWithLeft(110), "refresh-1"));

        assertThat(consumer.get(id, "").body()).contains("refresh-1");
        assertThat(provider.forms()).isEmpty();
    }

    @Test
    void withAutoRefreshFalseItIsGivenAsItIs() {
        String old = tokenWithLeft(-10);
        String id = started(names(old, "refresh-1"));

        HttpResponse<String> response = consumer.get(id, "?auto_refresh=false");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains(old);
        assertThat(provider.forms()).isEmpty();
    }

    @Test
    void manyReadersAtOnceShareOneRequest() throws Exception {
        String id = started(names(tokenWithLeft(-10), "refresh-1"));
        CountDownLatch held = new CountDownLatch(1);
        provider.answers(exchange -> {
            awaitQuietly(held);
            TokenServer.answer(exchange, 200, SUCCESS.formatted(nextToken));
        });

        List<CompletableFuture<HttpResponse<String>>> readers = IntStream.range(0, 50)
                .mapToObj(i -> consumer.getLater(id, i % 2 == 0 ? "" : "?wait=10"))
                .toList();
        await().until(() -> !provider.forms().isEmpty());
        held.countDown();

        assertThat(readers).allSatisfy(reader -> {
            assertThat(reader.join().statusCode()).isEqualTo(200);
            assertThat(reader.join().body()).contains(nextToken);
        });
        assertThat(provider.forms()).hasSize(1);
    }

    @Test
    void lostAnswersDoNoHarm() {
        String old = tokenWithLeft(60);
        String id = started(names(old, "refresh-1"));
        provider.answers(exchange -> {}); // closes the connection without an answer

        for (int i = 0; i < 3; i++) {
            HttpResponse<String> response = consumer.get(id, "");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains(old);
        }
        provider.answers(200, SUCCESS.formatted(nextToken));

        assertThat(consumer.get(id, "").body()).contains(nextToken);
        assertThat(provider.forms())
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(form -> form.endsWith("refresh_token=refresh-1"));
    }

    @Test
    void aRefusalIsLoggedWhileTheTokenLivesAndAnsweredWith502WhenItIsOver() {
        String living = started(names(tokenWithLeft(60), "refresh-1"));
        String over = started(names(tokenWithLeft(-1), "refresh-1"));
        provider.answers(400, "{\"error\":\"invalid_grant\",\"error_description\":\"REUSED\"}");

        assertThat(consumer.get(living, "").statusCode()).isEqualTo(200);
        HttpResponse<String> response = consumer.get(over, "?wait=5");

        assertThat(response.statusCode()).isEqualTo(502);
        var detail = json(response).asJsonArray().getJsonObject(0);
        assertThat(detail.getString("type")).isEqualTo("BadGateway");
        assertThat(detail.getString("message")).contains(over).endsWith("invalid_grant: REUSED");
        assertThat(consumer.warnings())
                .anyMatch(line -> line.contains(living) && line.contains("invalid_grant: REUSED"))
                .noneMatch(line -> line.contains("refresh-1") || line.contains("eyJ"));
    }

    @Test
    void anAnswerWithoutARefreshTokenKeepsThePresentOne() {
        String id = started(names(tokenWithLeft(10), "refresh-1"));
        provider.answers(200, "{\"access_token\":\"" + nextToken + "\",\"expires_in\":\"120\"}");

        var address = json(consumer.get(id, "")).asJsonObject();

        assertThat(address.getString(TX_AUTH + "refreshToken")).isEqualTo("refresh-1");
        assertThat(address.getString(TX_AUTH + "expiresIn")).isEqualTo("120");
        assertThat(address.getString("authorization")).isEqualTo(nextToken);
    }

    @Test
    void whatARefreshGivesAfterTheTransferWasSuspendedIsNotStored() {
        String id = started(names(tokenWithLeft(-10), "refresh-1"));
        provider.answers(exchange -> {
            consumer.save(id, TransferProcessStates.SUSPENDED, null);
            TokenServer.answer(exchange, 200, SUCCESS.formatted(nextToken));
        });

        assertThat(consumer.get(id, "").statusCode()).isEqualTo(404);
        assertThat(stored(id)).doesNotContain(nextToken);
    }

    @Test
    void anAddressThatCameWithAResumptionIsNotOverwritten() {
        String id = started(names(tokenWithLeft(-10), "refresh-1"));
        String resumed =
                Jwts.withClaims("{\"exp\":" + Instant.now().plusSeconds(299).getEpochSecond() + "}");
        provider.answers(exchange -> {
            consumer.address(id, System.currentTimeMillis(), names(resumed, "refresh-of-the-resumption"));
            TokenServer.answer(exchange, 200, SUCCESS.formatted(nextToken));
        });

        assertThat(consumer.get(id, "").body()).contains(resumed).doesNotContain(nextToken);
        assertThat(stored(id)).contains("refresh-of-the-resumption");
    }

    @Test
    void aReaderWhoHasWaitedGetsARefreshedAddressToo() {
        String id = consumer.transfer(TransferProcessStates.REQUESTED, null);
        provider.answers(200, SUCCESS.formatted(nextToken));
        var reader = consumer.getLater(id, "?wait=60&auto_refresh=true");

        consumer.address(id, System.currentTimeMillis(), names(tokenWithLeft(-1), "refresh-1"));
        consumer.save(id, TransferProcessStates.STARTED, null);
        await().untilAsserted(() -> {
            consumer.service(EventRouter.class)
                    .publish(TransferProcessStarted.Builder.newInstance()
                            .transferProcessId(id)
                            .build());
            assertThat(reader).isDone();
        });

        assertThat(reader.join().body()).contains(nextToken);
    }

    @Test
    void aCertificateThatIsNotTrustedIsSaidAndOneThatIsAddedCountsAtOnce() throws Exception {
        String id = started(names(tokenWithLeft(-1), "refresh-1"));
        provider.answers(200, SUCCESS.formatted(nextToken));
        Files.delete(authorities);
        try {
            HttpResponse<String> response = consumer.get(id, "");

            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(response.body())
                    .contains("a certificate that is not trusted")
                    .contains("edc.mqtt.trust.certificates");
            assertThat(consumer.warnings())
                    .anyMatch(line -> line.contains("edc.mqtt.trust.certificates") && line.contains("is not there"));
        } finally {
            certificate.write(authorities);
        }
        assertThat(consumer.get(id, "").body()).contains(nextToken);
    }

    private static String started(Map<String, String> properties) {
        String id = consumer.transfer(TransferProcessStates.STARTED, null);
        consumer.address(id, System.currentTimeMillis() - 1_000, properties);
        return id;
    }

    private static String stored(String id) {
        return consumer.service(EndpointDataReferenceStore.class)
                .resolveByTransferProcess(id)
                .getContent()
                .getProperties()
                .toString();
    }

    private static String tokenWithLeft(int seconds) {
        return Jwts.until(Instant.now().plusSeconds(seconds));
    }

    /** As a provider of this project writes them. */
    private static Map<String, String> names(String token, String refreshToken) {
        Map<String, String> names = new HashMap<>();
        Stream.of(MQTT, EDC, "").forEach(space -> names.put(space + "authorization", token));
        for (String space : List.of(MQTT, TX_AUTH, EDC, "")) {
            names.put(space + "refreshToken", refreshToken);
            names.put(space + "refreshEndpoint", provider.url() + "/token");
            names.put(space + "refreshAudience", "provider");
            names.put(space + "expiresIn", "300");
        }
        return names;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
