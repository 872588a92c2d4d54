package dev.mqttdsp.core.token;

import static dev.mqttdsp.core.token.Tokens.EXPIRY;
import static dev.mqttdsp.core.token.Tokens.NOW;
import static dev.mqttdsp.core.token.Tokens.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.core.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final SigningKey key = SigningKey.generate();
    private final IssuedTokens issued = new IssuedTokens(100, CLOCK);
    private final TokenIssuer issuer = new TokenIssuer(key, issued, CLOCK);

    @Test
    void writesTheClaimsOfAnAccessTokenAndOfItsGrant() throws Exception {
        IssuedToken token = issuer.issue(Tokens.content("plant/#"), EXPIRY);

        Map<String, Object> claims = SignedJWT.parse(token.value()).getPayload().toJSONObject();
        assertThat(claims)
                .containsOnlyKeys(
                        "iss",
                        "sub",
                        "client_id",
                        "aud",
                        "iat",
                        "exp",
                        "jti",
                        "flow_id",
                        "epoch",
                        "agreement_id",
                        "asset_id",
                        "acl")
                .containsEntry("iss", PROVIDER)
                .containsEntry("aud", PROVIDER)
                .containsEntry("sub", "BPNL-consumer")
                .containsEntry("client_id", "BPNL-consumer")
                .containsEntry("iat", NOW.getEpochSecond())
                .containsEntry("exp", EXPIRY.getEpochSecond())
                .containsEntry("jti", token.id())
                .containsEntry("flow_id", "flow-1")
                .containsEntry("epoch", 7L)
                .containsEntry("agreement_id", "agreement-1")
                .containsEntry("asset_id", "asset-1");
    }

    @Test
    void writesTheHeaderOfRfc9068AndNoKey() throws Exception {
        SignedJWT jwt = SignedJWT.parse(issuer.issue(Tokens.content(), EXPIRY).value());

        assertThat(jwt.getHeader().toJSONObject())
                .isEqualTo(Map.of(
                        "typ", "at+jwt", "alg", "ES256", "kid", key.ecKey().getKeyID()));
    }

    @Test
    void signsWhatThePublishedKeyVerifies() throws Exception {
        SignedJWT jwt = SignedJWT.parse(issuer.issue(Tokens.content(), EXPIRY).value());
        var published = JWKSet.parse(key.publicJwks())
                .getKeyByKeyId(jwt.getHeader().getKeyID())
                .toECKey();

        assertThat(jwt.verify(new ECDSAVerifier(published))).isTrue();
    }

    @Test
    void writesTheAclAsEmqxReadsItEndingWithDenyAll() throws Exception {
        assertThat(claims(Tokens.content("plant/#", "lab/+")).getClaim("acl"))
                .isEqualTo(List.of(
                        Map.of("permission", "allow", "action", "subscribe", "topic", "plant/#"),
                        Map.of("permission", "allow", "action", "subscribe", "topic", "lab/+"),
                        Map.of("permission", "deny", "action", "all", "topic", "#")));
    }

    @Test
    void writesNoAclWhereTheBrokerDecides() throws Exception {
        assertThat(claims(Tokens.content()).getClaims()).doesNotContainKey("acl");
    }

    @Test
    void cutsTheFractionOfTheExpiryInTheTokenAndInWhatItSaysOfIt() throws Exception {
        IssuedToken token = issuer.issue(Tokens.content(), EXPIRY.plusMillis(999));

        assertThat(token.expiresAt()).isEqualTo(EXPIRY);
        assertThat(issued.find(token.value()).orElseThrow().expiresAt()).isEqualTo(EXPIRY);
        assertThat(SignedJWT.parse(token.value()).getJWTClaimsSet().getExpirationTime())
                .isEqualTo(EXPIRY);
    }

    @Test
    void givesEveryTokenAnIdOfItsOwn() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            ids.add(issuer.issue(Tokens.content(), EXPIRY).id());
        }

        assertThat(ids).hasSize(20);
    }

    @Test
    void refusesATokenThatTheVerifierWouldNotRead() {
        TokenContent content = Tokens.content("t".repeat(30_000));

        assertThatThrownBy(() -> issuer.issue(content, EXPIRY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("flow-1")
                .hasMessageContaining("too long");
    }

    @Test
    void remembersOnlyAsManyAsItMay() {
        IssuedTokens few = new IssuedTokens(2, CLOCK);
        TokenIssuer small = new TokenIssuer(key, few, CLOCK);
        List<IssuedToken> tokens = List.of(
                small.issue(Tokens.content(), EXPIRY),
                small.issue(Tokens.content(), EXPIRY),
                small.issue(Tokens.content(), EXPIRY));

        assertThat(tokens)
                .extracting(token -> few.find(token.value()).isPresent())
                .containsExactly(true, true, false);
    }

    @Test
    void forgetsExpiredTokensToMakeRoom() {
        Instant later = EXPIRY.plusSeconds(1);
        var clock = new TestClock(NOW);
        IssuedTokens few = new IssuedTokens(1, clock);
        TokenIssuer small = new TokenIssuer(key, few, clock);
        IssuedToken first = small.issue(Tokens.content(), EXPIRY);
        clock.set(later);
        IssuedToken second = small.issue(Tokens.content(), later.plus(Duration.ofMinutes(5)));

        assertThat(few.find(first.value())).isEmpty();
        assertThat(few.find(second.value())).isPresent();
    }

    private JWTClaimsSet claims(TokenContent content) throws Exception {
        return SignedJWT.parse(issuer.issue(content, EXPIRY).value()).getJWTClaimsSet();
    }
}
