package dev.mqttdsp.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    @TempDir
    private Path directory;

    @Test
    void aServerCertificateNamesThisMachineAndTheHost() throws Exception {
        TlsFiles files = TlsFiles.loadOrCreate(directory, "broker.example");

        var certificate =
                PemFiles.readIdentity(files.certificate(), files.key()).certificate();
        assertThat(certificate.getSubjectAlternativeNames().stream()
                        .map(name -> name.get(1).toString()))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "broker.example");
        assertThat(((ECPublicKey) certificate.getPublicKey())
                        .getParams()
                        .getOrder()
                        .bitLength())
                .isEqualTo(256);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    void keysAreForTheirOwnerAlone() throws IOException {
        TlsFiles files = TlsFiles.loadOrCreate(directory, "localhost");

        for (Path key : new Path[] {files.key(), directory.resolve("ca-key.pem")}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.ca())))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void theyAreMadeOnce() throws IOException {
        TlsFiles files = TlsFiles.loadOrCreate(directory, "192.0.2.7");
        String certificate = Files.readString(files.certificate());

        assertThat(TlsFiles.loadOrCreate(directory, "192.0.2.7")).isEqualTo(files);
        assertThat(Files.readString(files.certificate())).isEqualTo(certificate);
    }

    @Test
    void anotherHostGetsAnotherCertificateFromTheSameAuthority() throws IOException {
        TlsFiles files = TlsFiles.loadOrCreate(directory, "localhost");
        String authority = Files.readString(files.ca());
        String certificate = Files.readString(files.certificate());

        TlsFiles.loadOrCreate(directory, "elsewhere.example");

        assertThat(Files.readString(files.ca())).isEqualTo(authority);
        assertThat(Files.readString(files.certificate())).isNotEqualTo(certificate);
    }

    @Test
    void aCertificateIsRenewedBeforeItsEnd() throws IOException {
        Instant now = Instant.now();
        CertificateAuthority authority = CertificateAuthority.create(now);
        var issued = authority.issue("localhost", now).certificate();

        assertThat(authority.issued(issued, "localhost", now.plus(Duration.ofDays(824))))
                .isTrue();
        assertThat(authority.issued(issued, "localhost", now.plus(Duration.ofDays(826))))
                .isFalse();
        assertThat(authority.issued(issued, "other.example", now)).isFalse();
        assertThat(CertificateAuthority.create(now).issued(issued, "localhost", now))
                .isFalse();
    }

    @Test
    void aFileThatIsNoKeyIsNamedWithoutItsContent() throws IOException {
        TlsFiles.loadOrCreate(directory, "localhost");
        Files.writeString(directory.resolve("ca-key.pem"), "very secret nonsense");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> TlsFiles.loadOrCreate(directory, "localhost"))
                .withMessageContaining("ca-key.pem")
                .withMessageNotContaining("secret")
                .withNoCause();
    }
}
