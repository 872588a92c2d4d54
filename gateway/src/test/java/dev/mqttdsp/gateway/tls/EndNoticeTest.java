package dev.mqttdsp.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.gateway.testing.LogLines;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndNoticeTest {
    private static final Path FILE = Path.of("of-this-test.pem");
    private static final Instant ISSUED = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration LIFE = Duration.ofDays(825);

    private Instant now = ISSUED;

    @Test
    void theLastTwoWeeksAreToldOnceADay() throws IOException {
        X509Certificate certificate =
                CertificateAuthority.create(ISSUED).issue("localhost", ISSUED).certificate();
        EndNotice notice = new EndNotice(clock());
        try (LogLines log = new LogLines(EndNotice.class)) {
            now = ISSUED.plus(LIFE).minus(Duration.ofDays(15));
            notice.look(FILE, List.of(certificate));
            assertThat(log.with(FILE.toString())).isEmpty();

            now = ISSUED.plus(LIFE).minus(Duration.ofDays(13));
            notice.look(FILE, List.of(certificate));
            notice.look(FILE, List.of(certificate));
            assertThat(log.with("the certificate ends at " + ISSUED.plus(LIFE))).hasSize(1);

            now = ISSUED.plus(LIFE).plusSeconds(1);
            notice.look(FILE, List.of(certificate));
            notice.look(FILE, List.of(certificate));
            assertThat(log.with("the certificate has ended at")).hasSize(1);
        }
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }
}
