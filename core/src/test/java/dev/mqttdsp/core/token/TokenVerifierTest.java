package dev.mqttdsp.core.token;

import static dev.mqttdsp.core.token.Tokens.EXPIRY;
import static dev.mqttdsp.core.token.Tokens.NOW;
import static dev.mqttdsp.core.token.Tokens.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.core.TestClock;
import dev.mqttdsp.core.token.Verification.Reason;
import dev.mqttdsp.core.token.Verification.Rejected;
import dev.mqttdsp.core.token.Verification.Verified;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final Executor NEVER = task -> {
        throw new AssertionError("no signature should have to be checked");
    };

    private final TestClock clock = new TestClock(NOW);
    private final IssuedTokens issued = new IssuedTokens(100, clock);
    private final TokenIssuer issuer = new TokenIssuer(KEY, issued, clock);
    /** Shares the memory of the issuer: the hash path. */
    private final TokenVerifier remembering = new TokenVerifier(PROVIDER, KEY, issued, NEVER, clock);
    /** Remembers nothing, like a process that was restarted: the signature path. */
    private final TokenVerifier forgetful = forgetful(Runnable::run);

    @Nested
    class OfOurs {
        private final IssuedToken token = issuer.issue(Tokens.content("plant/#"), EXPIRY);
        private final Verification verified = new Verified(new TokenClaims(token.id(), "flow-1", 7, EXPIRY));

        @Test
        void aHashSaysTheSameAsTheSignature() {
            assertThat(verify(remembering, token.value())).isEqualTo(verified);
            assertThat(verify(forgetful, token.value())).isEqualTo(verified);
        }

        @Test
        void expiresToTheSecondOnBothPaths() {
            clock.set(EXPIRY.minusMillis(1));
            assertThat(verify(remembering, token.value())).isEqualTo(verified);
            assertThat(verify(forgetful, token.value())).isEqualTo(verified);

            clock.set(EXPIRY);
            assertThat(verify(remembering, token.value()))
                    .isEqualTo(new Rejected(Reason.EXPIRED, Optional.of("flow-1")));
            assertThat(verify(forgetful, token.value())).isEqualTo(rejected(Reason.EXPIRED));
        }

        @Test
        void anExpiredOneCostsNoSignatureCheck() {
            clock.set(EXPIRY);

            assertThat(verify(forgetful(NEVER), token.value())).isEqualTo(rejected(Reason.EXPIRED));
        }

        @Test
        void anExecutorThatRejectsMeansBusy() {
            TokenVerifier busy = forgetful(task -> {
                throw new RejectedExecutionException("full");
            });

            assertThat(verify(busy, token.value())).isEqualTo(rejected(Reason.BUSY));
        }

        @Test
        void theSignatureIsCheckedOnTheExecutorOnly() {
            Deque<Runnable> waiting = new ArrayDeque<>();
            CompletableFuture<Verification> result =
                    forgetful(waiting::add).verify(token.value()).toCompletableFuture();

            assertThat(result).isNotDone();
            waiting.remove().run();
            assertThat(result).isCompletedWithValue(verified);
        }

        @Test
        void aTokenBeyondTheCapacityOfTheMemoryVerifiesByItsSignature() {
            IssuedTokens none = new IssuedTokens(0, clock);
            IssuedToken unremembered = new TokenIssuer(KEY, none, clock).issue(Tokens.content(), EXPIRY);

            assertThat(verify(new TokenVerifier(PROVIDER, KEY, none, Runnable::run, clock), unremembered.value()))
                    .isInstanceOf(Verified.class);
        }

        @Test
        void everyChangedCharacterOfThePayloadHasItRejected() {
            int from = token.value().indexOf('.') + 1;
            int to = token.value().lastIndexOf('.');
            for (int i = from; i < to; i++) {
                // A changed expiry may lie in the past, which is looked at before the signature.
                assertThat(verify(forgetful, changed(token.value(), i))).isInstanceOf(Rejected.class);
            }
        }

        @Test
        void everyChangedCharacterOfTheHeaderMakesItBad() {
            for (int i = 0; i < token.value().indexOf('.'); i++) {
                assertBad(changed(token.value(), i));
            }
        }

        @Test
        void aChangedSignatureMakesItBad() {
            int from = token.value().lastIndexOf('.') + 1;
            // The last character holds bits that do not count (RFC 4648 §3.5).
            for (int i = from; i < token.value().length() - 1; i++) {
                assertBad(changed(token.value(), i));
            }
        }

        @Test
        void aSignatureThatIsMissingShortOrZeroMakesItBad() {
            String unsigned = token.value().substring(0, token.value().lastIndexOf('.') + 1);

            assertBad(unsigned);
            assertBad(unsigned + "AAAA");
            assertBad(unsigned + Base64URL.encode(new byte[64])); // CVE-2022-21449
            assertBad(token.value() + ".AAAA");
        }

        @Test
        void thePayloadOfOneUnderTheSignatureOfAnotherIsBad() {
            String other = issuer.issue(Tokens.content("#"), EXPIRY).value();

            assertBad(other.substring(0, other.lastIndexOf('.'))
                    + token.value().substring(token.value().lastIndexOf('.')));
        }

        private String changed(String text, int index) {
            char other = text.charAt(index) == 'A' ? 'B' : 'A';
            return text.substring(0, index) + other + text.substring(index + 1);
        }
    }

    @Nested
    class OfOthers {

        @Test
        void theForgeryOfTheseTestsIsGoodWhereNothingIsChanged() {
            assertThat(verify(forgetful, forge(header -> header, claims -> claims)))
                    .isInstanceOf(Verified.class);
        }

        @Test
        void anotherKeyUnderOurKeyIdIsBad() {
            JWSHeader header = header().build();

            assertBad(sign(header, claims().build(), signer(SigningKey.generate())));
        }

        @Test
        void anotherKeyThatTheTokenBringsAlongIsBad() {
            SigningKey other = SigningKey.generate();

            assertBad(sign(header().jwk(other.ecKey().toPublicJWK()).build(), claims().build(), signer(other)));
        }

        @Test
        void algNoneIsBad() {
            assertBad(new PlainJWT(claims().build()).serialize());
            assertBad(part("{\"typ\":\"at+jwt\",\"alg\":\"none\",\"kid\":\"" + kid() + "\"}") + "."
                    + part(claims().build().toString()) + ".");
        }

        /** The public key is no secret: who takes HMAC as well lets everybody sign. */
        @ParameterizedTest
        @MethodSource("dev.mqttdsp.core.token.TokenVerifierTest#publicKeyAsSecret")
        void hmacWithThePublicKeyAsSecretIsBad(byte[] secret) throws Exception {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .type(TokenIssuer.TYPE)
                    .keyID(kid())
                    .build();

            assertBad(sign(header, claims().build(), new MACSigner(secret)));
        }

        @Test
        void anotherAlgorithmIsBad() throws Exception {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES384)
                    .type(TokenIssuer.TYPE)
                    .keyID(kid())
                    .build();

            assertBad(sign(header, claims().build(), new ECDSASigner(new ECKeyGenerator(Curve.P_384).generate())));
        }

        @ParameterizedTest
        @ValueSource(strings = {"JWT", "rt+jwt", "application/at+jwt"})
        void anotherTypeIsBad(String type) {
            assertBad(forge(header -> header.type(new JOSEObjectType(type)), claims -> claims));
        }

        @Test
        void noTypeIsBad() {
            assertBad(forge(header -> header.type(null), claims -> claims));
        }

        @Test
        void anotherKeyIdOrNoneIsBad() {
            assertBad(forge(header -> header.keyID("other"), claims -> claims));
            assertBad(forge(header -> header.keyID(null), claims -> claims));
        }

        @Test
        void aCriticalHeaderThatNobodyHereUnderstandsIsBad() {
            assertBad(forge(
                    header -> header.criticalParams(Set.of("http://example/x")).customParam("http://example/x", true),
                    claims -> claims));
        }

        @Test
        void anotherIssuerOrNoneIsBad() {
            assertBad(forge(header -> header, claims -> claims.issuer("BPNL-other")));
            assertBad(forge(header -> header, claims -> claims.issuer(null)));
        }

        @Test
        void anotherAudienceOrNoneOrMoreIsBad() {
            assertBad(forge(header -> header, claims -> claims.audience("BPNL-other")));
            assertBad(forge(header -> header, claims -> claims.audience(List.of())));
            assertBad(forge(header -> header, claims -> claims.audience(List.of(PROVIDER, "BPNL-other"))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"exp", "jti", "flow_id", "epoch"})
        void aMissingClaimIsBad(String claim) {
            assertBad(forge(header -> header, claims -> claims.claim(claim, null)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"exp", "epoch"})
        void aClaimOfAnotherShapeIsBad(String claim) {
            assertBad(forge(header -> header, claims -> claims.claim(claim, List.of("x"))));
        }

        @Test
        void aForgeryCostsNoSignatureCheckWhereACheapClaimIsWrong() throws Exception {
            TokenVerifier verifier = forgetful(NEVER);
            JWSHeader hmac = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .type(TokenIssuer.TYPE)
                    .keyID(kid())
                    .build();

            assertThat(Stream.of(
                            sign(hmac, claims().build(), new MACSigner(new byte[32])),
                            forge(header -> header.type(null), claims -> claims),
                            forge(header -> header.keyID("other"), claims -> claims),
                            forge(header -> header, claims -> claims.issuer("BPNL-other")),
                            forge(header -> header, claims -> claims.audience("BPNL-other"))))
                    .allSatisfy(token -> assertThat(verify(verifier, token)).isEqualTo(rejected(Reason.BAD)));
        }
    }

    @Nested
    class OfGarbage {

        @ParameterizedTest
        @ValueSource(
                strings = {"", " ", ".", "..", "...", "....", "a.b.c", "e30.e30.e30", "null", "{}", "\0\0\0", "ä.ö.ü"})
        void isBad(String text) {
            assertBad(text);
        }

        @Test
        void ofRandomBytesIsBad() {
            Random random = new Random(1);
            for (int i = 0; i < 500; i++) {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                assertBad(new String(bytes, StandardCharsets.ISO_8859_1));
                assertBad(Base64URL.encode(bytes) + "." + Base64URL.encode(bytes) + "." + Base64URL.encode(bytes));
            }
        }

        @Test
        void ofDeepNestingIsBad() {
            assertBad(part("[".repeat(10_000)) + "." + part("{\"a\":".repeat(2_000)) + ".AAAA");
            assertBad(header().build().toBase64URL() + "." + part("{\"a\":".repeat(4_000)) + "." + "A".repeat(86));
        }

        @Test
        void ofGreatLengthIsBadWithoutBeingRead() {
            String good = issuer.issue(Tokens.content(), EXPIRY).value();

            assertThat(verify(forgetful(NEVER), good + "A".repeat(10_000_000))).isEqualTo(rejected(Reason.BAD));
        }

        @Test
        void ofALongButTolerableTokenIsRead() {
            String longest =
                    issuer.issue(Tokens.content("t".repeat(17_000)), EXPIRY).value();

            assertThat(longest.length()).isGreaterThan(20_000);
            assertThat(verify(forgetful, longest)).isInstanceOf(Verified.class);
        }
    }

    static Stream<byte[]> publicKeyAsSecret() throws Exception {
        return Stream.of(
                KEY.ecKey().toECPublicKey().getEncoded(),
                KEY.publicJwks().getBytes(StandardCharsets.UTF_8),
                KEY.ecKey().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
                KEY.ecKey().getX().decode());
    }

    private void assertBad(String token) {
        assertThat(verify(forgetful, token)).as(token).isEqualTo(rejected(Reason.BAD));
    }

    private TokenVerifier forgetful(Executor executor) {
        return new TokenVerifier(PROVIDER, KEY, new IssuedTokens(0, clock), executor, clock);
    }

    private static Verification verify(TokenVerifier verifier, String token) {
        return verifier.verify(token).toCompletableFuture().join();
    }

    private static Verification rejected(Reason reason) {
        return new Rejected(reason, Optional.empty());
    }

    private static String forge(UnaryOperator<JWSHeader.Builder> header, UnaryOperator<JWTClaimsSet.Builder> claims) {
        return sign(header.apply(header()).build(), claims.apply(claims()).build(), signer(KEY));
    }

    private static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSSigner signer(SigningKey key) {
        try {
            return new ECDSASigner(key.ecKey());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).type(TokenIssuer.TYPE).keyID(kid());
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(PROVIDER)
                .audience(PROVIDER)
                .expirationTime(Date.from(EXPIRY))
                .jwtID("id-1")
                .claim("flow_id", "flow-1")
                .claim("epoch", 7);
    }

    private static String kid() {
        return KEY.ecKey().getKeyID();
    }

    private static String part(String json) {
        return Base64URL.encode(json).toString();
    }
}
