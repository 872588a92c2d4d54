package dev.mqttdsp.acceptance;

import static dev.mqttdsp.acceptance.kit.MqttSession.GRANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttVersion;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Finished;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.acceptance.kit.Programs;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets in at the gateway, and how. */
@ExtendWith(SharedDataspace.class)
class ConnectTest {
    private static final byte CONNACK = 0x20;

    private final Dataspace dataspace;

    ConnectTest(Dataspace dataspace) {
        this.dataspace = dataspace;
    }

    static Stream<Arguments> transportsAndVersions() {
        return Stream.of("mqtt-wss", "mqtt-tls")
                .flatMap(endpoint -> Stream.of(MqttVersion.values()).map(version -> Arguments.of(endpoint, version)));
    }

    @ParameterizedTest
    @MethodSource("transportsAndVersions")
    void theTokenAsPasswordOpensTheGatewayAndMessagesArrive(String endpointType, MqttVersion version) throws Exception {
        Access access = dataspace.access(endpointType, "connect/+/temperature");
        MqttSession session = connect(version, access, access.token());

        assertThat(session.subscribe("connect/+/temperature")).containsExactly(GRANTED);
        dataspace.broker().publish("connect/press/temperature", "42");

        assertThat(session.next()).isEqualTo("connect/press/temperature 42");
        session.close();
    }

    @Test
    void twoConsumersOfOneTopicBothReceiveEveryMessage() throws Exception {
        Access first = dataspace.access("mqtt-tls", "connect/both");
        Access second = dataspace.transfer(first.asset(), first.agreement());
        try (MqttSession one = connect(MqttVersion.MQTT_3_1_1, first, first.token());
                MqttSession two = connect(MqttVersion.MQTT_5_0, second, second.token())) {
            one.subscribe("connect/both");
            two.subscribe("connect/both");

            List<String> sent = Stream.of("1", "2", "3").toList();
            sent.forEach(payload -> dataspace.broker().publish("connect/both", payload));

            for (String payload : sent) {
                assertThat(one.next()).isEqualTo("connect/both " + payload);
                assertThat(two.next()).isEqualTo("connect/both " + payload);
            }
        }
    }

    @Test
    void mosquittosOwnClientGetsInWithTheToken() throws Exception {
        String client = Programs.require("mosquitto_sub");
        Access access = dataspace.access("mqtt-tls", "connect/mosquitto");
        dataspace.broker().publish("connect/mosquitto", "kept for you", true);

        Finished received = Command.start(
                        List.of(
                                client,
                                "-h",
                                "localhost",
                                "-p",
                                Integer.toString(dataspace.tlsPort()),
                                "--cafile",
                                dataspace.ca().toString(),
                                "-t",
                                "connect/mosquitto",
                                "-C",
                                "1",
                                "-W",
                                "20",
                                "-u",
                                "any",
                                "-P",
                                access.token()),
                        "")
                .await();

        assertThat(received.out().strip()).isEqualTo("kept for you");
    }

    static Stream<Arguments> badPasswords() {
        return Stream.of(
                        "none at all",
                        "not a token",
                        "tampered payload",
                        "tampered signature",
                        "alg none",
                        "signed with HMAC",
                        "another connector's key",
                        "another issuer and audience")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("badPasswords")
    void whateverIsNotATokenOfThisGrantIsRefusedWithCode5(String kind) throws Exception {
        Access access = dataspace.access("mqtt-tls", "connect/bad");
        String password = bad(kind, access.token());

        assertThatThrownBy(() -> connect(MqttVersion.MQTT_3_1_1, access, password))
                .isInstanceOfSatisfying(Mqtt3ConnAckException.class, refused -> assertThat(
                                refused.getMqttMessage().getReturnCode().getCode())
                        .isEqualTo(5));
        assertThatThrownBy(() -> connect(MqttVersion.MQTT_5_0, access, password))
                .isInstanceOfSatisfying(Mqtt5ConnAckException.class, refused -> assertThat(
                                refused.getMqttMessage().getReasonCode())
                        .isEqualTo(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED));
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void userAndPasswordOpenTheGatewayAndWrongOnesAreRefusedWithCode5(MqttVersion version) throws Exception {
        Access access = dataspace.accessTo(dataspace.offerWithPassword("mqtt-tls", "connect/password"));
        Access other = dataspace.transfer(access.asset(), access.agreement());
        String user = access.address().credential().user().orElseThrow();

        try (MqttSession session = login(version, access, user, access.token())) {
            assertThat(session.subscribe("connect/password", "connect/other").get(0))
                    .isEqualTo(GRANTED);
            dataspace.broker().publish("connect/password", "42");
            assertThat(session.next()).isEqualTo("connect/password 42");
        }
        for (String[] wrong : new String[][] {
            {user, "wrong"}, {user, other.token()}, {"somebody", access.token()}, {other.flowId(), access.token()}
        }) {
            assertThatThrownBy(() -> login(version, access, wrong[0], wrong[1]))
                    .satisfies(
                            refused -> assertThat(code(refused)).isEqualTo(version == MqttVersion.MQTT_5_0 ? 0x87 : 5));
        }
    }

    @Test
    void plainMqttIsRefusedAtEveryPort() throws Exception {
        Access access = dataspace.access("mqtt-tls", "connect/plain");
        byte[] connect = plainConnect(access.token());

        for (int port : List.of(
                dataspace.tlsPort(),
                dataspace.wssPort(),
                dataspace.provider().managementUrl().getPort(),
                dataspace.provider().protocol().getPort())) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(15_000);
                socket.getOutputStream().write(connect);
                socket.getOutputStream().flush();

                byte[] answer = answer(socket);
                assertThat(answer.length > 0 && answer[0] == CONNACK)
                        .as("a CONNACK at port %s", port)
                        .isFalse();
            }
        }
    }

    /** What comes back until the connection ends; a reset counts as nothing. */
    private static byte[] answer(Socket socket) {
        try (InputStream in = socket.getInputStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static int code(Throwable refused) {
        return refused instanceof Mqtt5ConnAckException five
                ? five.getMqttMessage().getReasonCode().getCode()
                : ((Mqtt3ConnAckException) refused)
                        .getMqttMessage()
                        .getReturnCode()
                        .getCode();
    }

    private static byte[] plainConnect(String token) throws IOException {
        var body = new ByteArrayOutputStream();
        var out = new DataOutputStream(body);
        out.writeUTF("MQTT");
        out.writeByte(4);
        out.writeByte(0b1100_0010);
        out.writeShort(60);
        out.writeUTF("plain");
        out.writeUTF("any");
        out.writeUTF(token);
        var packet = new ByteArrayOutputStream();
        packet.write(0x10);
        int length = body.size();
        do {
            packet.write((length % 128) | (length >= 128 ? 0x80 : 0));
            length /= 128;
        } while (length > 0);
        body.writeTo(packet);
        return packet.toByteArray();
    }

    private static String bad(String kind, String token) throws Exception {
        String[] parts = token.split("\\.", -1);
        SignedJWT original = SignedJWT.parse(token);
        JWTClaimsSet claims = original.getJWTClaimsSet();
        return switch (kind) {
            case "none at all" -> "";
            case "not a token" -> "let me in";
            case "tampered payload" ->
                parts[0] + "."
                        + encoded(new JWTClaimsSet.Builder(claims)
                                .expirationTime(Date.from(Instant.now().plusSeconds(86_400)))
                                .build()
                                .toString())
                        + "." + parts[2];
            case "tampered signature" -> parts[0] + "." + parts[1] + "." + encoded("x".repeat(64));
            case "alg none" -> encoded("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + parts[1] + ".";
            case "signed with HMAC" -> {
                SignedJWT jwt = new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .type(new JOSEObjectType("at+jwt"))
                                .keyID(original.getHeader().getKeyID())
                                .build(),
                        claims);
                jwt.sign(new MACSigner("0123456789abcdef0123456789abcdef"));
                yield jwt.serialize();
            }
            case "another connector's key" -> signedElsewhere(original, claims);
            case "another issuer and audience" ->
                signedElsewhere(
                        original,
                        new JWTClaimsSet.Builder(claims)
                                .issuer("somebody")
                                .audience("somebody")
                                .build());
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static String signedElsewhere(SignedJWT original, JWTClaimsSet claims) throws Exception {
        SignedJWT jwt = new SignedJWT(original.getHeader(), claims);
        jwt.sign(new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()));
        return jwt.serialize();
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private MqttSession connect(MqttVersion version, Access access, String password) throws Exception {
        return MqttSession.connect(version, access.address().url(), dataspace.ca(), "reader", password);
    }

    private MqttSession login(MqttVersion version, Access access, String user, String password) throws Exception {
        return MqttSession.connect(
                version, access.address().url(), dataspace.ca(), "reader", Optional.of(user), password);
    }
}
