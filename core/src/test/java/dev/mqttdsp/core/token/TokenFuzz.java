package dev.mqttdsp.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mqttdsp.core.token.Verification.Verified;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Text that claims to be a token of ours. */
class TokenFuzz {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
    private static final SigningKey KEY = SigningKey.generate();
    private static final TokenVerifier VERIFIER =
            new TokenVerifier("provider", KEY, new IssuedTokens(10, CLOCK), Runnable::run, CLOCK);
    private static final RefreshTokens REFRESH = new RefreshTokens(KEY);

    @DictionaryEntries({"eyJ", ".", "e30", "alg", "none"})
    @FuzzTest
    void withoutOurKey(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        assertThat(verify(text)).isInstanceOf(Verification.Rejected.class);
        assertThat(REFRESH.read(text)).isEmpty();
        // Nothing of a token that is right may be changed, and nothing added.
        String right =
                REFRESH.write(new RefreshToken(input.length == 0 || text.length() > 100 ? "flow" : text, 3, 2, 1));
        assertThat(REFRESH.read(right)).map(REFRESH::write).hasValue(right);
        if (!text.isEmpty()) {
            assertThat(REFRESH.read(right + text)).isEmpty();
            assertThat(REFRESH.read(text + right)).isEmpty();
        }
    }

    /** The input is two lines, header and claims; {@code KID} stands for the key's id. What they make is rightly signed. */
    @DictionaryEntries({
        "alg",
        "ES256",
        "typ",
        "at+jwt",
        "kid",
        "KID",
        "crit",
        "b64",
        "false",
        "iss",
        "provider",
        "aud",
        "exp",
        "jti",
        "flow_id",
        "epoch",
        "1e400",
        "null"
    })
    @FuzzTest
    void signed(byte[] input) throws JOSEException {
        String kid = KEY.ecKey().getKeyID();
        String[] lines =
                new String(input, StandardCharsets.UTF_8).replace("KID", kid).split("\n", -1);
        if (lines.length != 2) {
            return;
        }
        String content = Base64URL.encode(lines[0]) + "." + Base64URL.encode(lines[1]);
        String signature = new ECDSASigner(KEY.ecKey())
                .sign(new JWSHeader(JWSAlgorithm.ES256), content.getBytes(StandardCharsets.US_ASCII))
                .toString();
        if (verify(content + "." + signature) instanceof Verified verified) {
            Map<String, Object> header = json(lines[0]);
            Map<String, Object> claims = json(lines[1]);
            assertThat(header).containsEntry("alg", "ES256").containsEntry("kid", kid);
            assertThat(header.get("typ").toString()).isEqualToIgnoringCase("at+jwt");
            assertThat(header).doesNotContainKey("crit");
            assertThat(claims)
                    .containsEntry("iss", "provider")
                    .containsEntry("jti", verified.claims().id());
            assertThat(claims.get("aud")).isIn("provider", List.of("provider"));
            assertThat(claims).containsEntry("flow_id", verified.claims().flowId());
            assertThat(verified.claims().expiresAt()).isAfter(CLOCK.instant());
        }
        String other = signature.substring(0, 10) + (signature.charAt(10) == 'A' ? 'B' : 'A') + signature.substring(11);
        assertThat(verify(content + "." + other)).isInstanceOf(Verification.Rejected.class);
    }

    @DictionaryEntries({"kty", "EC", "crv", "P-256", "d"})
    @FuzzTest
    void keys(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            SigningKey.ofJwk(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("signing key").hasNoCause();
        }
    }

    private static Verification verify(String token) {
        return VERIFIER.verify(token).toCompletableFuture().join();
    }

    private static Map<String, Object> json(String text) {
        try {
            return JSONObjectUtils.parse(text);
        } catch (ParseException e) {
            throw new AssertionError("verified, and no JSON", e);
        }
    }
}
