package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.RawSession;
import dev.mqttdsp.acceptance.kit.RawSession.Connect;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.acceptance.kit.TlsClients;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that are signed with the provider's own key and are not the provider's all the same: everything in them counts. */
@ExtendWith(SharedDataspace.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedTokenTest {
    private static final int ACCEPTED = 0;
    private static final int NOT_AUTHORIZED = 5;
    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private final Dataspace dataspace;
    private final TlsClients clients;
    private Access access;

    ForgedTokenTest(Dataspace dataspace) {
        this.dataspace = dataspace;
        this.clients = TlsClients.of(dataspace);
    }

    @BeforeAll
    void transfer() {
        access = dataspace.access("mqtt-tls", "forged");
    }

    static Stream<Arguments> changes() {
        Instant now = Instant.now();
        return Stream.of(
                changed("expired", claims -> claims.expirationTime(Date.from(now.minusSeconds(1)))),
                changed("without an end", claims -> claims.expirationTime(null)),
                changed("of another issuer", claims -> claims.issuer("somebody")),
                changed("for another audience", claims -> claims.audience("somebody")),
                changed("for several audiences", claims -> claims.audience(List.of("somebody", "else"))),
                changed("for no audience", claims -> claims.audience((String) null)),
                changed("of another flow", claims -> claims.claim("flow_id", "no-such-flow")),
                changed("of an earlier epoch", claims -> claims.claim("epoch", 1)),
                changed("of a later epoch", claims -> claims.claim("epoch", now.getEpochSecond() + 1_000)));
    }

    private static Arguments changed(String how, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(how, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void isRefusedWithCode5(String how, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        assertThat(code(signed(ACCESS_TOKEN, change))).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void oneThatDiffersInNothingThatCountsIsLetInAndOneOfAnotherTypeIsNot() throws Exception {
        assertThat(code(signed(ACCESS_TOKEN, claims -> claims.jwtID("another"))))
                .isEqualTo(ACCEPTED);
        assertThat(code(signed(JOSEObjectType.JWT, claims -> claims))).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void whoBringsNothingIsRefusedToo() throws Exception {
        for (Optional<String> user : List.of(Optional.<String>empty(), Optional.of("somebody"))) {
            try (RawSession session = RawSession.open(clients, new Connect(user, Optional.empty(), Optional.empty()))) {
                assertThat(session.code()).isEqualTo(NOT_AUTHORIZED);
            }
        }
    }

    private String signed(JOSEObjectType type, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        SignedJWT original = SignedJWT.parse(access.token());
        ECKey key = ECKey.parse(Files.readString(dataspace.provider().data().resolve("token-key.jwk")));
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(original.getHeader()).type(type).build(),
                change.apply(new JWTClaimsSet.Builder(original.getJWTClaimsSet()))
                        .build());
        forged.sign(new ECDSASigner(key));
        return forged.serialize();
    }

    private int code(String token) throws Exception {
        try (RawSession session = RawSession.open(clients, Connect.with(token))) {
            return session.code();
        }
    }
}
