package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.acceptance.kit.did.Members;
import dev.mqttdsp.acceptance.kit.did.Stranger;
import dev.mqttdsp.authority.Authority;
import dev.mqttdsp.core.token.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Participants are DIDs, and each proves what it is; who cannot is refused, and the operator reads why. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the processes take longer to start than the tests
class ProvenIdentityTest {
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
    void aMemberIsLetIn() throws Exception {
        stranger.shows(membership());

        assertThat(status(Map.of())).isEqualTo(200);
    }

    @Test
    void withoutACredential() throws Exception {
        refused("", Map.of());
    }

    @Test
    void withACredentialThatHasExpired() throws Exception {
        stranger.shows(members.expiredMembership(stranger.did()));

        refused("expired", Map.of());
    }

    @Test
    void withACredentialThatWasTakenBack() throws Exception {
        stranger.shows(membership());
        assertThat(status(Map.of())).isEqualTo(200);

        members.authority().revoke(stranger.did().id());

        await().atMost(PATIENCE).until(() -> status(Map.of()) == 401); // a status list counts for some seconds
        assertThat(members.refusalOf(stranger.did().id())).containsIgnoringCase("revocation");
    }

    @Test
    void withACredentialOfAnAuthorityThatNobodyTrusts() throws Exception {
        members.withStranger((other, port) -> {
            stranger.shows(other.issue(stranger.did(), Authority.MEMBERSHIP, Map.of(), DAY));

            refused("not supported for issuer", Map.of());
        });
    }

    @Test
    void withACredentialOfAnotherType() throws Exception {
        stranger.shows(members.authority().issue(stranger.did(), "VisitorCredential", Map.of(), DAY));

        refused("Not all requested credentials", Map.of());
    }

    @Test
    void withTheCredentialOfSomebodyElse() throws Exception {
        stranger.shows(members.membership(members.consumer().participant()));

        refused("subject", Map.of());
    }

    @Test
    void withThePresentationOfSomebodyElse() throws Exception {
        stranger.shows(membership()).presents(Map.of("iss", members.consumer().participant()));

        refused("", Map.of());
    }

    @Test
    void withAPresentationThatSomebodyElseHasSigned() throws Exception {
        stranger.shows(membership()).presentsWith(SigningKey.generate());

        refused("verification", Map.of());
    }

    @Test
    void withAPresentationForSomebodyElse() throws Exception {
        stranger.shows(membership()).presentsTo("did:web:other.example");

        refused("audience", Map.of());
    }

    @Test
    void withACredentialThatItHasForgedInAPresentationThatIsACredentialToo() throws Exception {
        stranger.shows(stranger.forged(members.authority().did()));
        refused("", Map.of());

        stranger.presents(Map.of("vc", Map.of("type", "VerifiableCredential")));

        refused("something else as well", Map.of());
    }

    @Test
    void withACredentialThatItHasForgedInAnEnvelope() throws Exception {
        String enveloped =
                stranger.shows(stranger.forged(members.authority().did())).presentation();
        stranger.shows()
                .presents(Map.of(
                        "@context",
                        List.of("https://www.w3.org/ns/credentials/v2"),
                        "type",
                        "EnvelopedVerifiablePresentation",
                        "id",
                        "data:application/vp+jwt," + enveloped));

        refused("", Map.of());
    }

    @Test
    void withAPresentationThatHasExpired() throws Exception {
        stranger.shows(membership())
                .presents(Map.of("exp", Instant.now().minusSeconds(30).getEpochSecond()));

        refused("expired", Map.of());
    }

    @Test
    void withACredentialThatWasTamperedWith() throws Exception {
        String[] parts = membership().split("\\.", -1);
        String[] others = members.membership("did:web:other.example").split("\\.", -1);
        stranger.shows(parts[0] + "." + parts[1] + "." + others[2]);

        refused("verification", Map.of());
    }

    @Test
    void withATokenThatWasUsedBefore() throws Exception {
        stranger.shows(membership());
        String token = stranger.token(members.provider().participant(), Map.of());
        assertThat(stranger.askForCatalog(members.provider().protocol(), token).statusCode())
                .isEqualTo(200);

        assertThat(stranger.askForCatalog(members.provider().protocol(), token).statusCode())
                .isEqualTo(401);
        assertThat(members.refusalOf(stranger.did().id())).contains("used before");
    }

    @Test
    void withATokenWithoutAnId() throws Exception {
        stranger.shows(membership());

        refused("jti", Map.of("jti", ""));
    }

    @Test
    void withATokenForSomebodyElse() throws Exception {
        stranger.shows(membership());

        refused("aud", Map.of("aud", "did:web:other.example"));
    }

    @Test
    void withATokenThatHasExpiredOrLivesTooLong() throws Exception {
        stranger.shows(membership());

        refused("exp", Map.of("exp", Instant.now().minusSeconds(10).getEpochSecond()));
        refused("exp", Map.of("exp", Instant.now().plusSeconds(86_400).getEpochSecond()));
    }

    @Test
    void withATokenOfSomebodyElse() throws Exception {
        stranger.shows(membership());

        refused(
                "(kid) is not one of its issuer",
                Map.of("iss", members.consumer().participant()));
    }

    @Test
    void withAnotherKeyInTheDidDocument() throws Exception {
        stranger.shows(membership()).hasKey(SigningKey.generate());

        refused("key", Map.of());
    }

    @Test
    void withoutADidDocument() throws Exception {
        stranger.shows(membership()).vanishes();

        refused("did.json", Map.of());
    }

    private String membership() {
        return members.membership(stranger.did().id());
    }

    private int status(Map<String, Object> claims) throws Exception {
        String token = stranger.token(members.provider().participant(), claims);
        return stranger.askForCatalog(members.provider().protocol(), token).statusCode();
    }

    private void refused(String reason, Map<String, Object> claims) throws Exception {
        assertThat(status(claims)).isEqualTo(401);
        String who = claims.getOrDefault("iss", stranger.did().id()).toString();
        assertThat(members.refusalOf(who)).containsIgnoringCase(reason);
    }
}
