package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttVersion;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.acceptance.kit.did.Members;
import dev.mqttdsp.acceptance.kit.did.Stranger;
import dev.mqttdsp.app.process.ConnectorProcess;
import dev.mqttdsp.authority.IssuedCredential;
import dev.mqttdsp.client.Catalog;
import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.ConnectorException;
import dev.mqttdsp.client.Credentials.Credential;
import dev.mqttdsp.client.Keys;
import dev.mqttdsp.client.Keys.ShownKey;
import dev.mqttdsp.client.MqttDataAddress;
import dev.mqttdsp.client.Offer;
import dev.mqttdsp.client.Terms;
import dev.mqttdsp.client.Transfer;
import dev.mqttdsp.core.did.DidWeb;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What participants who prove who they are may have: offers, credentials, keys and access in the course of time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the processes take longer to start than the tests
class MembershipTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration DAY = Duration.ofDays(1);

    private Members members;
    private Stranger stranger;

    @BeforeAll
    void boot() throws Exception {
        members = Members.boot();
    }

    @AfterAll
    void end() {
        members.close();
    }

    @BeforeEach
    void come() throws Exception {
        stranger = new Stranger(members).presentsTo(members.provider().participant());
    }

    @AfterEach
    void go() {
        stranger.close();
    }

    @Test
    void twoMembersAgreeAndTheConsumerGetsADataAddress() throws Exception {
        String provider = members.provider().participant();
        members.provider().management().offer(new Offer("press", "embedded", List.of("press/#"), "mqtt-wss"));
        Connector own = members.consumer().management();

        Catalog catalog = own.catalog(members.provider().protocol(), Optional.of(provider));
        String agreement = own.negotiate(
                members.provider().protocol(),
                catalog.providerId(),
                catalog.find("press").orElseThrow(),
                PATIENCE);
        String transfer = own.startTransfer(members.provider().protocol(), agreement);
        MqttDataAddress address = own.dataAddress(transfer, PATIENCE);

        assertThat(catalog.providerId()).isEqualTo(provider);
        assertThat(address.topics()).containsExactly("press/#");
        assertThat(members.provider().management().transfers())
                .anySatisfy(seen -> assertThat(seen.peerId()).isEqualTo(transfer));
    }

    @Test
    void aRefreshTokenIsOfNoUseWithoutTheKeyOfItsConsumer() throws Exception {
        members.provider().management().offer(new Offer("lathe", "embedded", List.of("lathe/#"), "mqtt-wss"));
        Connector own = members.consumer().management();
        String agreement = agree("lathe");
        String transfer = own.startTransfer(members.provider().protocol(), agreement);
        own.dataAddress(transfer, PATIENCE);
        Map<String, Object> address = stored(transfer);
        String access = property(address, "authorization");
        String token = property(address, "refreshToken");
        URI endpoint = URI.create(property(address, "refreshEndpoint"));
        String provider = members.provider().participant();
        String consumer = members.consumer().participant();

        String othersKey = stranger.token(provider, Map.of("token", access));
        String othersName = stranger.token(provider, Map.of("token", access, "iss", consumer, "sub", consumer));
        for (Optional<String> proof :
                List.of(Optional.<String>empty(), Optional.of(othersKey), Optional.of(othersName))) {
            HttpResponse<String> refused = stranger.refresh(endpoint, token, proof);

            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("NOT_PROVED");
        }

        assertThat(Files.readString(members.provider().log())).contains("NOT_PROVED");
        // Its consumer refreshes it once two thirds of its life are over.
        await().atMost(PATIENCE).until(() -> {
            own.dataAddress(transfer, PATIENCE);
            return !property(stored(transfer), "authorization").equals(access);
        });
    }

    private Map<String, Object> stored(String transfer) throws Exception {
        URI url = URI.create(
                members.consumer().managementUrl() + "/v3/edrs/" + transfer + "/dataaddress?auto_refresh=false");
        return JSONObjectUtils.parse(HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                .body());
    }

    private static String property(Map<String, Object> address, String name) {
        return address.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(name))
                .map(entry -> entry.getValue().toString())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anOfferForOnePartnerIsSeenByThatPartnerAlone() throws Exception {
        String consumer = members.consumer().participant();
        Offer offer = new Offer("ours", "embedded", List.of("ours/#"), "mqtt-wss");
        members.provider().management().offer(offer.on(new Terms(List.of(consumer), List.of(), Optional.empty())));
        members.provider()
                .management()
                .offer(new Offer("theirs", "embedded", List.of("theirs/#"), "mqtt-wss")
                        .on(new Terms(List.of("did:web:a.example", "did:web:b.example"), List.of(), Optional.empty())));
        members.provider()
                .management()
                .offer(new Offer("both", "embedded", List.of("both/#"), "mqtt-wss")
                        .on(new Terms(
                                List.of("did:web:a.example", consumer),
                                List.of(),
                                Optional.of("contractAgreement+1h"))));
        members.provider()
                .management()
                .offer(new Offer("over", "embedded", List.of("over/#"), "mqtt-wss")
                        .on(new Terms(List.of(), List.of(), Optional.of("2020-01-01T00:00:00Z"))));
        stranger.shows(membership());
        String token = stranger.token(members.provider().participant(), Map.of());

        Catalog seen = catalogOfTheConsumer();
        String strangers =
                stranger.askForCatalog(members.provider().protocol(), token).body();

        assertThat(seen.find("ours")).isPresent();
        assertThat(seen.find("both")).isPresent();
        assertThat(seen.find("theirs")).isEmpty();
        assertThat(seen.find("over")).isEmpty();
        assertThat(strangers)
                .doesNotContain("ours/#", "\"ours\"", "\"both\"", "\"theirs\"", "\"over\"")
                .contains("\"@type\":\"Catalog\"");
        assertThat(members.consumer()
                        .management()
                        .negotiate(
                                members.provider().protocol(),
                                seen.providerId(),
                                seen.find("both").orElseThrow(),
                                PATIENCE))
                .isNotEmpty();
    }

    @Test
    void aNewCredentialIsShownToTheProvidersOfRunningTransfers() throws Exception {
        members.provider().management().offer(new Offer("drill", "embedded", List.of("drill/#"), "mqtt-wss"));
        Connector own = members.consumer().management();
        String agreement = agree("drill");
        own.dataAddress(own.startTransfer(members.provider().protocol(), agreement), PATIENCE);
        String old = own.credentials().all().get(0).id();

        own.credentials().add(members.membership(members.consumer().participant()));

        List<IssuedCredential> issued = members.authority().issued();
        String id = issued.get(issued.size() - 1).id();
        Path partners = members.provider().data().resolve("partners");
        await().atMost(PATIENCE).until(() -> {
            try (Stream<Path> files = Files.list(partners)) {
                return files.anyMatch(file -> contains(file, id));
            }
        });
        own.credentials().remove(old);
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            return false; // it is being replaced
        }
    }

    @Test
    void keysChangeUnderLoadWithoutAFailedNegotiation() throws Exception {
        members.provider().management().offer(new Offer("turned", "embedded", List.of("turned/#"), "mqtt-wss"));
        List<ShownKey> before = members.consumer().management().keys().all();
        AtomicInteger agreed = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService partners = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> all = List.of(
                    partners.submit(() -> negotiateUntil(over, agreed)),
                    partners.submit(() -> negotiateUntil(over, agreed)));
            for (ConnectorProcess member : List.of(members.provider(), members.consumer())) {
                List<ShownKey> shown = member.management().keys().rotate(false);
                assertThat(shown).extracting(ShownKey::signs).containsExactly(true, false);
            }
            await().atMost(PATIENCE)
                    .until(() ->
                            members.consumer().management().keys().all().get(1).signs()
                                    && members.provider()
                                            .management()
                                            .keys()
                                            .all()
                                            .get(1)
                                            .signs());
            int then = agreed.get();
            await().atMost(PATIENCE).until(() -> agreed.get() >= then + 6);
            over.set(true);
            for (Future<?> one : all) {
                one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            partners.shutdownNow();
        }

        List<ShownKey> after = members.consumer().management().keys().all();
        assertThat(after).extracting(ShownKey::id).startsWith(before.get(0).id());
        assertThat(after).extracting(ShownKey::signs).containsExactly(false, true);
    }

    private Void negotiateUntil(AtomicBoolean over, AtomicInteger agreed) {
        while (!over.get()) {
            assertThat(agree("turned")).isNotEmpty();
            agreed.incrementAndGet();
        }
        return null;
    }

    @Test
    void aKeyThatSomebodyElseMayHaveCountsNoLonger() throws Exception {
        Keys keys = members.consumer().management().keys();
        String lost = keys.all().get(0).id();

        List<ShownKey> left = keys.rotate(true);

        assertThat(left).singleElement().satisfies(key -> {
            assertThat(key.signs()).isTrue();
            assertThat(key.id()).isNotEqualTo(lost);
        });
        // The provider remembers the DID document for a moment.
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !catalogOfTheConsumer().providerId().isEmpty());
    }

    @Test
    void anOfferThatDemandsACredentialIsSeenByWhoeverHasItAndGivesNobodyElseATransfer() throws Exception {
        members.provider()
                .management()
                .offer(new Offer("audited", "embedded", List.of("audited/#"), "mqtt-wss")
                        .on(new Terms(List.of(), List.of("AuditCredential:level=gold"), Optional.empty())));
        Connector own = members.consumer().management();
        assertThat(catalogOfTheConsumer().find("audited")).isEmpty();

        String silver = own.credentials().add(audit("silver")).id();
        assertThat(catalogOfTheConsumer().find("audited")).isEmpty();

        own.credentials().remove(silver);
        String gold = own.credentials().add(audit("gold")).id();
        String agreement = agree("audited");
        String transfer = own.startTransfer(members.provider().protocol(), agreement);
        assertThat(own.dataAddress(transfer, PATIENCE).topics()).containsExactly("audited/#");

        own.credentials().remove(gold);
        assertThat(catalogOfTheConsumer().find("audited")).isEmpty();
        String another = own.startTransfer(members.provider().protocol(), agreement);
        await().atMost(PATIENCE).until(() -> own.transfer(another).hasEnded());
    }

    private String transferAtTheProvider(String transfer) {
        return members.provider().management().transfers().stream()
                .filter(seen -> seen.peerId().equals(transfer))
                .map(Transfer::id)
                .findFirst()
                .orElseThrow();
    }

    private String audit(String level) {
        return members.authority()
                .issue(new DidWeb(members.consumer().participant()), "AuditCredential", Map.of("level", level), DAY);
    }

    @Test
    void whoseMembershipIsTakenBackLosesTheAccessThatItHas() throws Exception {
        members.provider().management().offer(new Offer("mill", "embedded", List.of("mill/#"), "mqtt-wss"));
        Connector own = members.consumer().management();
        String agreement = agree("mill");
        String transfer = own.startTransfer(members.provider().protocol(), agreement);
        MqttDataAddress address = own.dataAddress(transfer, PATIENCE);
        try (MqttSession live = MqttSession.connect(
                MqttVersion.MQTT_5_0,
                address.url(),
                members.ca(),
                "live",
                address.credential().password())) {
            assertThat(live.subscribe("mill/#")).containsExactly(MqttSession.GRANTED);

            members.authority().revoke(members.consumer().participant());

            // Its consumer's connector refreshes whenever the address is asked for and two thirds of the token's life
            // are over.
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                if (!own.transfer(transfer).hasEnded()) {
                    own.dataAddress(transfer, Duration.ofSeconds(1));
                }
                return own.transfer(transfer).hasEnded();
            });
            assertThat(live.ended()).succeedsWithin(PATIENCE);
            assertThat(Files.readString(members.provider().log()))
                    .contains("'" + members.consumer().participant() + "' is no longer entitled")
                    .contains("was taken back by its issuer")
                    .containsPattern("ENDED[^\\n]*NOT_ENTITLED")
                    .doesNotContainPattern(transferAtTheProvider(transfer) + "[^\\n]*TERMINATED_BY_PROVIDER");
        } finally {
            for (Credential credential : own.credentials().all()) {
                own.credentials().remove(credential.id());
            }
            own.credentials().add(members.membership(members.consumer().participant()));
        }
        assertThat(catalogOfTheConsumer().find("mill")).isPresent();
    }

    @Test
    void whoHasNoCredentialLeftSeesNothingUntilThereIsOneAgain() throws Exception {
        Connector own = members.consumer().management();
        Credential only = own.credentials().all().get(0);
        own.credentials().remove(only.id());

        assertThatExceptionOfType(ConnectorException.class).isThrownBy(this::catalogOfTheConsumer);
        assertThat(members.refusalOf(members.consumer().participant())).contains("requested credentials");

        own.credentials().add(members.membership(members.consumer().participant()));
        assertThat(catalogOfTheConsumer().providerId())
                .isEqualTo(members.provider().participant());
    }

    /** The consumer's agreement on an offer that it sees. */
    private String agree(String asset) {
        return members.consumer()
                .management()
                .negotiate(
                        members.provider().protocol(),
                        members.provider().participant(),
                        catalogOfTheConsumer().find(asset).orElseThrow(),
                        PATIENCE);
    }

    private Catalog catalogOfTheConsumer() {
        return members.consumer()
                .management()
                .catalog(
                        members.provider().protocol(),
                        Optional.of(members.provider().participant()));
    }

    @Test
    void aWalletTakesOnlyWhatItsParticipantCouldShow() {
        Connector own = members.consumer().management();
        String other = members.membership("did:web:somebody.example");
        String ours = members.membership(members.consumer().participant());

        assertThatExceptionOfType(ConnectorException.class)
                .isThrownBy(() -> own.credentials().add(other))
                .withMessageContaining("did:web:somebody.example");
        assertThatExceptionOfType(ConnectorException.class)
                .isThrownBy(() -> own.credentials().add(ours.substring(0, ours.length() - 4) + "AAAA"))
                .withMessageContaining("credential:");
        assertThatExceptionOfType(ConnectorException.class)
                .isThrownBy(() -> own.credentials().add("nonsense"))
                .withMessageContaining("no signed JWT");
        assertThat(own.credentials().all()).hasSize(1);
    }

    private String membership() {
        return members.membership(stranger.did().id());
    }
}
