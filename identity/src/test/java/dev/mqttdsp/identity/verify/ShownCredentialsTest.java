package dev.mqttdsp.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShownCredentialsTest {
    private static final String PARTNER = "did:web:partner.example";

    @TempDir
    private Path directory;

    private ShownCredentials anew() {
        return new ShownCredentials(directory, Samples.JSON);
    }

    @Test
    void whatAPartnerHasShownOutlivesTheProcess() throws Exception {
        VerifiableCredential membership = Samples.credential("MembershipCredential", "one");
        anew().remember(PARTNER, List.of(membership));

        List<VerifiableCredential> again = anew().of(PARTNER);

        assertThat(again).singleElement().satisfies(read -> {
            assertThat(read.getId()).isEqualTo("one");
            assertThat(read.getType()).containsExactly("VerifiableCredential", "MembershipCredential");
            assertThat(read.getIssuer().id()).isEqualTo(Samples.ISSUER);
            assertThat(read.getExpirationDate()).isEqualTo(membership.getExpirationDate());
            assertThat(read.getCredentialStatus().get(0).type()).isEqualTo("StatusList2021Entry");
            assertThat(read.getCredentialStatus().get(0).additionalProperties())
                    .isEqualTo(membership.getCredentialStatus().get(0).additionalProperties());
            assertThat(read.getCredentialSubject().get(0).getClaims()).containsEntry("level", "gold");
        });
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).singleElement().satisfies(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void ofEachKindTheLastOneCounts() {
        ShownCredentials shown = anew();
        shown.remember(
                PARTNER,
                List.of(
                        Samples.credential("MembershipCredential", "one"),
                        Samples.credential("AuditCredential", "two")));

        shown.remember(PARTNER, List.of(Samples.credential("MembershipCredential", "three")));

        assertThat(shown.of(PARTNER)).extracting(VerifiableCredential::getId).containsExactly("three", "two");
        assertThat(shown.of("did:web:other.example")).isEmpty();
    }

    @Test
    void aFileThatIsNoneMakesNobodyForgetTheNextOne() throws Exception {
        anew().remember(PARTNER, List.of(Samples.credential("MembershipCredential", "one")));
        try (Stream<Path> files = Files.list(directory)) {
            Files.writeString(files.findFirst().orElseThrow(), "nonsense");
        }
        ShownCredentials shown = anew();
        assertThat(shown.of(PARTNER)).isEmpty();

        shown.remember(PARTNER, List.of(Samples.credential("MembershipCredential", "two")));

        assertThat(anew().of(PARTNER)).extracting(VerifiableCredential::getId).containsExactly("two");
    }

    @Test
    void manyAtATimeLoseNothing() {
        ShownCredentials shown = anew();

        IntStream.range(0, 200)
                .parallel()
                .forEach(i -> shown.remember(PARTNER, List.of(Samples.credential("Type" + i % 20, "id" + i % 20))));

        assertThat(anew().of(PARTNER)).hasSize(20);
    }
}
