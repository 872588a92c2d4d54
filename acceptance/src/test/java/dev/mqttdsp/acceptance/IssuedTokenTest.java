package dev.mqttdsp.acceptance;

import static dev.mqttdsp.acceptance.kit.MqttSession.GRANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttVersion;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.Mosquitto;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.acceptance.kit.TokenRequest;
import dev.mqttdsp.acceptance.kit.idp.Answer;
import dev.mqttdsp.acceptance.kit.idp.IdentityProvider;
import dev.mqttdsp.acceptance.kit.idp.TokenCall;
import dev.mqttdsp.app.process.FreePorts;
import dev.mqttdsp.app.process.Scratch;
import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.ConnectorException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The ADR's {@code mqtt-jwt-oauth2} to the letter: the token comes from the provider's identity provider. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssuedTokenTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Scratch scratch;
    private IdentityProvider identityProvider;
    private Dataspace dataspace;
    private int assets;

    @BeforeAll
    void boot() throws Exception {
        scratch = Scratch.create();
        identityProvider = IdentityProvider.start(scratch.directory("idp"), new FreePorts());
        dataspace = Dataspace.boot(Map.of(
                "edc.mqtt.trust.certificates", identityProvider.ca().toString(),
                "edc.mqtt.asset.alias.prefix", "asset-",
                // EDC gives up after some seconds instead of two minutes.
                "edc.transfer.send.retry.base-delay.ms", "170",
                "edc.transfer.send.retry.limit", "3"));
    }

    @AfterAll
    void end() throws Exception {
        dataspace.close();
        identityProvider.close();
        scratch.close();
    }

    @BeforeEach
    void behave() {
        identityProvider.answer(Answer.NORMAL);
    }

    @Test
    void theConsumerIsGivenTheIdentityProvidersTokenAndOurMeansToRefreshIt() throws Exception {
        Access access = dataspace.accessTo(offer("\"oauth2:audience\": \"broker\", \"oauth2:scope\": \"a b\""));

        JsonNode claims = claims(access.token());
        assertThat(claims.path("iss").asText()).isEqualTo(identityProvider.issuer());
        assertThat(claims.path("aud").toString()).contains("broker");
        JsonNode address = address(access);
        assertThat(address.path("dsp-mqtt:baseUrl").asText()).isEqualTo("wss://broker.example/mqtt");
        assertThat(address.path("dsp-mqtt:refreshEndpoint").asText())
                .isEqualTo("https://localhost:" + dataspace.wssPort() + "/token");
        assertThat(address.path("dsp-mqtt:expiresIn").asInt()).isBetween(290, 300);
        assertThat(address.toString())
                .doesNotContain(Mosquitto.PASSWORD)
                .doesNotContain(identityProvider.tokenUrl().toString());

        TokenRequest.Answer next = TokenRequest.at(dataspace)
                .send(address.path("dsp-mqtt:refreshToken").asText());

        assertThat(claims(next.accessToken()).path("iss").asText()).isEqualTo(identityProvider.issuer());
        assertThat(next.accessToken()).isNotEqualTo(access.token());
        TokenCall call = identityProvider.calls().get(identityProvider.calls().size() - 1);
        assertThat(call.form())
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("scope", "a b")
                .containsEntry("audience", "broker");
        assertThat(call.authorization())
                .hasValueSatisfying(header -> assertThat(header).startsWith("Basic "));
        assertThat(Files.readString(dataspace.provider().log()))
                .doesNotContain(Mosquitto.PASSWORD)
                .doesNotContain(access.token());
    }

    @Test
    void anAnswerThatIsUnusualIsUnderstood() throws Exception {
        for (Answer answer : List.of(
                Answer.withoutExpiresIn(),
                Answer.expiresInAsText(),
                new Answer.Delayed(Duration.ofMillis(900), Answer.NORMAL))) {
            identityProvider.answer(answer);

            Access access = dataspace.accessTo(offer(""));

            assertThat(address(access).path("dsp-mqtt:expiresIn").asInt())
                    .as(answer.toString())
                    .isBetween(290, 300);
        }
    }

    /** All at the same time: each takes as long as EDC has patience. */
    @Test
    void anAnswerThatIsNoneEndsTheTransferWithACodeThatTheConsumerReads() throws Exception {
        Map<String, Answer> answers = Map.of(
                "a",
                Answer.withoutAccessToken(),
                "b",
                Answer.html(),
                "c",
                new Answer.Redirect(307),
                "d",
                new Answer.Huge(1 << 20),
                "e",
                Answer.broken(),
                "f",
                Answer.unauthorized(),
                "g",
                new Answer.Hanging(),
                "h",
                new Answer.Token("somebody else", Duration.ofMinutes(5)));
        Map<String, String> codes = Map.of("f", "IDP_REFUSED", "g", "IDP_TIMEOUT", "h", "TOKEN_AUDIENCE");
        identityProvider.answer(new Answer.ByScope(answers));
        Connector consumer = dataspace.consumer().management();
        Map<String, String> transfers = new TreeMap<>();
        for (String scope : answers.keySet()) {
            String agreement = agreement(offer("\"oauth2:audience\": \"broker\", \"oauth2:scope\": \"" + scope + "\""));
            transfers.put(scope, consumer.startTransfer(dataspace.provider().protocol(), agreement));
        }

        transfers.forEach((scope, transfer) -> assertThatThrownBy(() -> consumer.dataAddress(transfer, PATIENCE))
                .as(answers.get(scope).toString())
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("Mqtt-PULL not started: " + codes.getOrDefault(scope, "IDP_BAD_ANSWER"))
                .hasMessageNotContaining("4711")
                .hasMessageNotContaining("https:"));
    }

    @Test
    void anIdentityProviderThatIsAwayForAWhileOnlyDelaysTheTransfer() throws Exception {
        identityProvider.down();
        String asset = offer("");
        Connector consumer = dataspace.consumer().management();
        String agreement = agreement(asset);
        String transfer = consumer.startTransfer(dataspace.provider().protocol(), agreement);
        TimeUnit.MILLISECONDS.sleep(300); // at least one attempt has failed by then

        identityProvider.up();

        assertThat(consumer.dataAddress(transfer, PATIENCE).credential().password())
                .contains(".");
    }

    @Test
    void whileAnIdentityProviderHangsTheTransfersOfOthersAreCutAsQuicklyAsEver() throws Exception {
        Access other = dataspace.access("mqtt-tls", "hang/a");
        MqttSession session = MqttSession.connect(
                MqttVersion.MQTT_5_0, other.address().url(), dataspace.ca(), "other", other.token());
        assertThat(session.subscribe("hang/a")).containsExactly(GRANTED);
        identityProvider.answer(new Answer.Hanging());
        String agreement = agreement(offer(""));
        Connector consumer = dataspace.consumer().management();
        int before = identityProvider.calls().size();
        for (int i = 0; i < 10; i++) {
            consumer.startTransfer(dataspace.provider().protocol(), agreement);
        }
        while (identityProvider.calls().size() < before + 10) {
            TimeUnit.MILLISECONDS.sleep(10);
        }

        long start = System.nanoTime();
        dataspace.provider().management().terminate(other.flowId(), "enough");
        session.ended().get(10, TimeUnit.SECONDS);
        long cut = System.nanoTime();
        while (!consumer.transfer(other.consumersId()).state().equals("TERMINATED")
                && System.nanoTime() - start < PATIENCE.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        long told = System.nanoTime();

        System.out.printf(
                "ten transfers wait for an identity provider: session of another cut after %d ms, its consumer told after %d ms%n",
                TimeUnit.NANOSECONDS.toMillis(cut - start), TimeUnit.NANOSECONDS.toMillis(told - start));
        assertThat(consumer.transfer(other.consumersId()).state()).isEqualTo("TERMINATED");
    }

    @Test
    void twoTransfersAreNeverGivenTheSameToken() throws Exception {
        identityProvider.answer(new Answer.Repeated(Answer.NORMAL));
        String asset = offer("");
        Access first = dataspace.accessTo(asset);

        assertThatThrownBy(() -> dataspace.transfer(asset, first.agreement()))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("Mqtt-PULL not started: TOKEN_SHARED");
        dataspace.provider().management().terminate(first.flowId(), "enough");
        assertThat(dataspace.transfer(asset, first.agreement()).token()).isEqualTo(first.token());
    }

    @Test
    void aRefreshThatTheIdentityProviderDoesNotServeCanBeRepeatedLater() throws Exception {
        Access access = dataspace.accessTo(offer(""));
        String refreshToken = address(access).path("dsp-mqtt:refreshToken").asText();
        identityProvider.answer(Answer.broken());

        TokenRequest.Answer refused = TokenRequest.at(dataspace).send(refreshToken);
        identityProvider.answer(Answer.NORMAL);
        TokenRequest.Answer given = TokenRequest.at(dataspace).send(refreshToken);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.error()).isEqualTo("temporarily_unavailable: IDP_BAD_ANSWER");
        assertThat(given.status()).isEqualTo(200);
    }

    @Test
    void aSuspensionEndsRefreshingAndAResumptionBringsANewToken() throws Exception {
        Access access = dataspace.accessTo(offer(""));
        String refreshToken = address(access).path("dsp-mqtt:refreshToken").asText();
        Connector provider = dataspace.provider().management();

        provider.suspend(access.flowId(), "pause");
        TokenRequest.Answer refused = TokenRequest.at(dataspace).send(refreshToken);
        awaitState(access.consumersId(), "SUSPENDED");
        provider.resume(access.flowId());
        awaitState(access.consumersId(), "STARTED");

        assertThat(refused.error()).startsWith("invalid_grant");
        assertThat(dataspace.consumer().management().dataAddress(access.consumersId(), PATIENCE))
                .satisfies(
                        address -> assertThat(address.credential().password()).isNotEqualTo(access.token()));
        assertThat(TokenRequest.at(dataspace).send(refreshToken).error()).startsWith("invalid_grant");
    }

    private void awaitState(String transfer, String state) throws InterruptedException {
        Connector consumer = dataspace.consumer().management();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!consumer.transfer(transfer).state().equals(state) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(consumer.transfer(transfer).state()).isEqualTo(state);
    }

    private String agreement(String asset) {
        Connector consumer = dataspace.consumer().management();
        var catalog = consumer.catalog(dataspace.provider().protocol(), Optional.empty());
        return consumer.negotiate(
                dataspace.provider().protocol(),
                catalog.providerId(),
                catalog.find(asset).orElseThrow(),
                PATIENCE);
    }

    /** An asset in the form that the ADR prints, with more properties. */
    private String offer(String more) {
        String asset = "issued-" + ++assets;
        Management provider = Management.of(dataspace.provider());
        provider.post("/v3/assets", """
                {"@type": "Asset", "@id": "%s", "dataAddress": {
                 "@type": "DataAddress", "type": "Mqtt", "mqttEndpointType": "mqtt-wss",
                 "baseUrl": "wss://broker.example/mqtt", "oauth2:tokenUrl": "%s", "oauth2:clientId": "dataspace-user",
                 "oauth2:clientSecretKeyAlias": "%s", "dsp-mqtt:topic": "topic-name"%s}}""".formatted(
                asset, identityProvider.tokenUrl(), Dataspace.PASSWORD_ALIAS, more.isEmpty() ? "" : ", " + more));
        provider.offerToEverybody(asset);
        return asset;
    }

    private JsonNode address(Access access) {
        return Management.of(dataspace.consumer()).get("/v3/edrs/" + access.consumersId() + "/dataaddress");
    }

    private static JsonNode claims(String jwt) throws Exception {
        byte[] payload = Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]);
        return JSON.readTree(new String(payload, StandardCharsets.UTF_8));
    }
}
