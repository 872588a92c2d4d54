package dev.mqttdsp.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateWatchTest {
    private static final Duration QUICK = Duration.ofMillis(20);

    @Test
    void aCertificateMadeHereIsRenewedWhileItIsInUse(@TempDir Path directory) throws Exception {
        TlsFiles files = TlsFiles.loadOrCreate(directory, "localhost");
        CertificateAuthority authority =
                new CertificateAuthority(PemFiles.readIdentity(files.ca(), directory.resolve("ca-key.pem")));
        Instant longAgo = Instant.now().minus(Duration.ofDays(800));
        PemFiles.writeIdentity(authority.issue("localhost", longAgo), files.certificate(), files.key());
        Instant soon = end(files);

        try (CertificateWatch watch =
                new CertificateWatch(() -> {}, () -> TlsFiles.loadOrCreate(directory, "localhost"), QUICK)) {
            assertThat(watch).isNotNull();
            await().until(() -> end(files).isAfter(soon));
        }
    }

    private static Instant end(TlsFiles files) throws IOException {
        return PemFiles.readIdentity(files.certificate(), files.key())
                .certificate()
                .getNotAfter()
                .toInstant();
    }

    @Test
    void aLookThatFailsIsNotTheLastOne() {
        AtomicInteger looks = new AtomicInteger();
        CertificateWatch.Renewal failing = () -> {
            if (looks.incrementAndGet() % 2 == 0) {
                throw new IOException("disk full");
            }
            throw new IllegalStateException("unexpected");
        };
        try (CertificateWatch watch = new CertificateWatch(() -> {}, failing, QUICK)) {
            assertThat(watch).isNotNull();
            await().until(() -> looks.get() > 3);
        }
    }
}
