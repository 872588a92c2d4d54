package dev.mqttdsp.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.core.did.DidWeb;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final URI HERE = URI.create("https://authority.example:9443");
    private static final DidWeb PARTNER = new DidWeb("did:web:partner.example");
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    private Path directory;

    @Test
    void aCredentialIsSignedByTheKeyInTheDidDocument() throws Exception {
        Authority authority = Authority.init(directory, HERE, CLOCK);

        SignedJWT credential =
                SignedJWT.parse(authority.issue(PARTNER, Authority.MEMBERSHIP, Map.of("memberOf", "Factory-X"), YEAR));

        Map<String, Object> document = JSONObjectUtils.parse(authority.document());
        Map<String, Object> method = JSONObjectUtils.getJSONObjectArray(document, "verificationMethod")[0];
        ECKey key = ECKey.parse(JSONObjectUtils.getJSONObject(method, "publicKeyJwk"));
        assertThat(document).containsEntry("id", "did:web:authority.example%3A9443");
        assertThat(key.isPrivate()).isFalse();
        assertThat(credential.getHeader().getKeyID()).isEqualTo(method.get("id"));
        assertThat(credential.verify(new ECDSAVerifier(key))).isTrue();
    }

    @Test
    void aCredentialSaysWhoHoldsItWhatItIsAndHowLong() throws Exception {
        Authority authority = Authority.init(directory, HERE, CLOCK);
        Instant before = CLOCK.instant();

        SignedJWT credential =
                SignedJWT.parse(authority.issue(PARTNER, Authority.MEMBERSHIP, Map.of("memberOf", "Factory-X"), YEAR));

        assertThat(credential.getJWTClaimsSet().getIssuer())
                .isEqualTo(authority.did().id());
        assertThat(credential.getJWTClaimsSet().getSubject()).isEqualTo(PARTNER.id());
        assertThat(credential.getJWTClaimsSet().getExpirationTime().toInstant())
                .isBetween(before.plus(YEAR).minusSeconds(2), CLOCK.instant().plus(YEAR));
        Map<String, Object> vc = credential.getJWTClaimsSet().getJSONObjectClaim("vc");
        assertThat(vc).containsEntry("type", List.of("VerifiableCredential", "MembershipCredential"));
        assertThat(JSONObjectUtils.getJSONObject(vc, "credentialSubject"))
                .containsEntry("id", PARTNER.id())
                .containsEntry("memberOf", "Factory-X");
        assertThat(JSONObjectUtils.getJSONObject(vc, "credentialStatus"))
                .containsEntry("type", "StatusList2021Entry")
                .containsEntry("statusListCredential", HERE + "/status/1")
                .containsEntry("statusListIndex", "0");
    }

    @Test
    void whatIsTakenBackIsInTheStatusListAndNothingElse() throws Exception {
        Authority authority = Authority.init(directory, HERE, CLOCK);
        for (int i = 0; i < 20; i++) {
            authority.issue(new DidWeb("did:web:partner" + i + ".example"), Authority.MEMBERSHIP, Map.of(), YEAR);
        }
        String ninth = authority.issued().get(9).id();

        authority.revoke(ninth);
        authority.revoke("did:web:partner17.example");

        assertThat(revokedIn(JSONObjectUtils.parse(authority.statusList()))).containsExactly(9, 17);
        assertThat(revokedIn(SignedJWT.parse(authority.signedStatusList())
                        .getJWTClaimsSet()
                        .getJSONObjectClaim("vc")))
                .containsExactly(9, 17);
    }

    private static List<Integer> revokedIn(Map<String, Object> list) throws Exception {
        String encoded = (String)
                JSONObjectUtils.getJSONObject(list, "credentialSubject").get("encodedList");
        byte[] bits =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(encoded))).readAllBytes();
        assertThat(bits).hasSize(16_384);
        return IntStream.range(0, bits.length * 8)
                .filter(i -> (bits[i / 8] & 0x80 >> i % 8) != 0)
                .boxed()
                .toList();
    }

    @Test
    void itIsTheSameAfterARestart() throws Exception {
        Authority made = Authority.init(directory, HERE, CLOCK);
        made.issue(PARTNER, Authority.MEMBERSHIP, Map.of("memberOf", "Factory-X"), YEAR);
        made.revoke(PARTNER.id());

        Authority opened = Authority.open(directory, CLOCK);

        assertThat(opened.document()).isEqualTo(made.document());
        assertThat(opened.issued()).isEqualTo(made.issued()).hasSize(1);
        assertThat(opened.issued().get(0).revokedAt()).isPresent();
        try (var files = Files.list(directory)) {
            assertThat(files.filter(file -> !file.endsWith("authority.json") && !file.endsWith(".issued.lock")))
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void whatIsNotAcceptedIsNamedAndNothingIsIssued() {
        Authority authority = Authority.init(directory, HERE, CLOCK);

        assertThatExceptionOfType(AuthorityException.class)
                .isThrownBy(() -> authority.issue(PARTNER, "No Term", Map.of(), YEAR))
                .withMessageContaining("--type: found 'No Term'");
        assertThatExceptionOfType(AuthorityException.class)
                .isThrownBy(() -> authority.issue(PARTNER, Authority.MEMBERSHIP, Map.of("id", "x"), YEAR))
                .withMessageContaining("--claim: found 'id'");
        assertThatExceptionOfType(AuthorityException.class)
                .isThrownBy(() -> authority.issue(PARTNER, Authority.MEMBERSHIP, Map.of(), Duration.ZERO))
                .withMessageContaining("--days: found 0");
        assertThatExceptionOfType(AuthorityException.class)
                .isThrownBy(() -> authority.revoke("did:web:stranger.example"))
                .withMessageContaining("found 'did:web:stranger.example'");
        assertThat(authority.issued()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://authority.example",
                "https://10.0.0.1",
                "ftp://authority.example",
                "authority",
                "https://a@authority.example",
                "https://authority.example/?x",
                "https://authority.example/#x"
            })
    void aUrlThatMakesNoDidIsRefused(URI url) {
        assertThatExceptionOfType(AuthorityException.class)
                .isThrownBy(() -> Authority.init(directory, url, CLOCK))
                .withMessageContaining("found '" + url);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void thereIsOneInADirectoryAndNoneElsewhere() {
        Authority.init(directory, HERE, CLOCK);

        assertThatExceptionOfType(AuthorityException.class)
                .isThrownBy(() -> Authority.init(directory, HERE, CLOCK))
                .withMessageContaining("holds an authority already");
        assertThatExceptionOfType(AuthorityException.class)
                .isThrownBy(() -> Authority.open(directory.resolve("elsewhere"), CLOCK))
                .withMessageContaining("authority init");
    }

    @Test
    void severalThatIssueAtOnceLoseNothing() {
        Authority authority = Authority.init(directory, HERE, CLOCK);

        IntStream.range(0, 40)
                .parallel()
                .forEach(i -> authority.issue(
                        new DidWeb("did:web:partner" + i + ".example"), Authority.MEMBERSHIP, Map.of(), YEAR));

        assertThat(Authority.open(directory, CLOCK).issued())
                .extracting(IssuedCredential::index)
                .containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList());
    }

    @Test
    void whoAsksIsToldAsItIsThen() throws Exception {
        Authority authority = Authority.init(directory, URI.create("http://localhost:9/trial"), CLOCK);
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (AuthorityServer server = AuthorityServer.open(authority, loopback, Optional.empty())) {
            URI base = URI.create("http://127.0.0.1:" + server.port());
            authority.issue(PARTNER, Authority.MEMBERSHIP, Map.of(), YEAR);
            String before = get(base.resolve("/trial/status/1"), "*/*").body();
            Authority.open(directory, CLOCK).revoke(PARTNER.id());

            assertThat(revokedIn(JSONObjectUtils.parse(before))).isEmpty();
            assertThat(revokedIn(JSONObjectUtils.parse(
                            get(base.resolve("/trial/status/1"), "*/*").body())))
                    .containsExactly(0);
            assertThat(get(base.resolve("/trial/status/1"), "application/vc+jwt")
                            .body())
                    .startsWith("ey");
            assertThat(get(base.resolve("/trial/did.json"), "*/*").body()).contains("did:web:localhost%3A9:trial");
            assertThat(get(base.resolve("/issued.json"), "*/*").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(URI url, String accept) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).header("Accept", accept).build(), BodyHandlers.ofString());
    }
}
