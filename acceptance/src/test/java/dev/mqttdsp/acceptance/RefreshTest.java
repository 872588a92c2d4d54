package dev.mqttdsp.acceptance;

import static dev.mqttdsp.acceptance.kit.MqttSession.GRANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttVersion;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.acceptance.kit.TokenRequest;
import dev.mqttdsp.acceptance.kit.TokenRequest.Answer;
import dev.mqttdsp.app.process.ConnectorProcess;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Refresh tokens at the provider's token endpoint. */
@ExtendWith(SharedDataspace.class)
class RefreshTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Dataspace dataspace;

    RefreshTest(Dataspace dataspace) {
        this.dataspace = dataspace;
    }

    @Test
    void aRefreshTokenGivesAnotherAccessTokenAndAnotherRefreshToken() throws Exception {
        Access access = dataspace.access("mqtt-wss", "refresh/once");
        String refreshToken = refreshToken(access);

        Answer answer = tokens().send(refreshToken);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.json().path("expires_in").isInt()).isTrue();
        assertThat(answer.refreshToken()).isNotEmpty().isNotEqualTo(refreshToken);
        assertThat(SignedJWT.parse(answer.accessToken()).getJWTClaimsSet().getStringClaim("flow_id"))
                .isEqualTo(access.flowId());
        connect(access, answer.accessToken()).close();
    }

    @Test
    void theSameTokenManyTimesAtOnceIsOneRotation() throws Exception {
        String refreshToken = refreshToken(dataspace.access("mqtt-wss", "refresh/at-once"));

        List<CompletableFuture<Answer>> answers = IntStream.range(0, 8)
                .mapToObj(i -> tokens().sendLater(refreshToken))
                .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.get().status()).isEqualTo(200));
        assertThat(answers.stream().map(answer -> answer.join().refreshToken()).distinct())
                .hasSize(1);
    }

    @Test
    void anAnswerThatIsLostThreeTimesInARowDoesNoHarm() throws Exception {
        Access access = dataspace.access("mqtt-wss", "refresh/lost");
        String refreshToken = refreshToken(access);

        for (int i = 0; i < 3; i++) {
            tokens().sendAndLoseTheAnswer(refreshToken);
        }
        Answer answer = tokens().send(refreshToken);

        assertThat(answer.status()).isEqualTo(200);
        connect(access, answer.accessToken()).close();
        assertThat(tokens().send(answer.refreshToken()).status()).isEqualTo(200);
    }

    @Test
    void anOldTokenEndsEveryTokenAndSessionOfItsGrantAndNoOther() throws Exception {
        Access access = dataspace.access("mqtt-wss", "refresh/reused");
        Access other = dataspace.transfer(access.asset(), access.agreement());
        MqttSession bystander = connect(other, other.token());
        MqttSession session = connect(access, access.token());
        assertThat(session.subscribe("refresh/reused")).containsExactly(GRANTED);
        String old = refreshToken(access);
        Answer second = tokens().send(old);
        Answer third = tokens().send(second.refreshToken());

        Answer reused = tokens().send(old);

        assertThat(reused.status()).isEqualTo(400);
        assertThat(reused.error()).isEqualTo("invalid_grant: REUSED");
        assertThat(session.ended().get(10, TimeUnit.SECONDS)).isInstanceOf(Mqtt5DisconnectException.class);
        for (String dead : List.of(access.token(), second.accessToken(), third.accessToken())) {
            assertThatThrownBy(() -> connect(access, dead)).isInstanceOf(Mqtt5ConnAckException.class);
        }
        assertThat(tokens().send(third.refreshToken()).error()).startsWith("invalid_grant");
        assertThat(bystander.ended()).isNotDone();
        bystander.close();
        assertThat(Files.readString(dataspace.provider().log()))
                .contains(
                        "flow " + access.flowId() + ": INCIDENT, reason=REUSED, consumer=consumer, address=127.0.0.1:")
                .doesNotContain(old);
    }

    /** The second is so late that it cannot be one who has lost the answer. It waits while the others run. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void twoWhoUseOneTokenInLockstepAreFoundWithTheNextRotation() throws Exception {
        Access access = dataspace.access("mqtt-tls", "refresh/lockstep");
        MqttSession session = connect(access, access.token());
        String stolen = refreshToken(access);

        Answer owners = tokens().send(stolen);
        TimeUnit.SECONDS.sleep(11); // within ten the same answer would be given again
        Answer thiefs = tokens().send(stolen);

        assertThat(thiefs.status()).as("could still be a lost answer").isEqualTo(200);
        assertThat(tokens().send(owners.refreshToken()).error()).isEqualTo("invalid_grant: REUSED");
        session.ended().get(10, TimeUnit.SECONDS);
        assertThat(tokens().send(thiefs.refreshToken()).error()).startsWith("invalid_grant");
        for (String dead : List.of(owners.accessToken(), thiefs.accessToken())) {
            assertThatThrownBy(() -> connect(access, dead)).isInstanceOf(Mqtt5ConnAckException.class);
        }
    }

    @Test
    void theRequestOfAnUnmodifiedTractusXConsumerIsUnderstood() throws Exception {
        Access access = dataspace.access("mqtt-wss", "refresh/tractusx");

        Answer answer = tokens().sendAsTractusX(refreshToken(access), access.token());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("expires").isInt()).isTrue();
        connect(access, answer.accessToken()).close();
    }

    @Test
    void whileATransferIsSuspendedNothingIsRefreshedAndAfterwardsOnlyWhatCameWithTheResumption() throws Exception {
        Access access = dataspace.access("mqtt-tls", "refresh/suspended");
        String before = refreshToken(access);

        dataspace.provider().management().suspend(access.flowId(), "a pause");

        assertThat(tokens().send(before).error()).isEqualTo("invalid_grant: FLOW_SUSPENDED");
        await().atMost(PATIENCE)
                .until(() -> isSuspended(dataspace.consumer(), access.consumersId())
                        && isSuspended(dataspace.provider(), access.flowId()));
        dataspace.provider().management().resume(access.flowId());
        String after = await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(AssertionError.class)
                .until(() -> refreshToken(access), token -> !token.equals(before));
        assertThat(tokens().send(before).error()).isEqualTo("invalid_grant: SUPERSEDED");
        assertThat(tokens().send(after).status()).isEqualTo(200);
    }

    @Test
    void afterTheEndOfATransferNothingIsRefreshed() throws Exception {
        Access access = dataspace.access("mqtt-tls", "refresh/ended");
        String refreshToken = refreshToken(access);

        dataspace.provider().management().terminate(access.flowId(), "enough");

        assertThat(tokens().send(refreshToken).error()).isEqualTo("invalid_grant: FLOW_ENDED");
    }

    private static boolean isSuspended(ConnectorProcess connector, String transfer) {
        return connector.management().transfer(transfer).state().equals("SUSPENDED");
    }

    private TokenRequest tokens() {
        return TokenRequest.at(dataspace);
    }

    private String refreshToken(Access access) {
        return Management.of(dataspace.consumer())
                .get("/v3/edrs/" + access.consumersId() + "/dataaddress")
                .path("dsp-mqtt:refreshToken")
                .asText();
    }

    private MqttSession connect(Access access, String token) throws Exception {
        return MqttSession.connect(MqttVersion.MQTT_5_0, access.address().url(), dataspace.ca(), "reader", token);
    }
}
