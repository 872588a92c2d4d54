package dev.mqttdsp.gateway.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator, once a day, of certificates that end soon. Not thread safe. */
public final class EndNotice {
    private static final Logger LOG = LoggerFactory.getLogger(EndNotice.class);
    private static final Duration SOON = Duration.ofDays(14);
    private static final Duration PAUSE = Duration.ofDays(1);

    private final Clock clock;
    private final Map<Path, Instant> told = new HashMap<>();

    public EndNotice(Clock clock) {
        this.clock = clock;
    }

    /** Looks when the first of a file's certificates ends. */
    public void look(Path file, Collection<X509Certificate> chain) {
        Instant now = clock.instant();
        Instant end = chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        if (end.isAfter(now.plus(SOON))) {
            told.remove(file);
        } else if (!told.getOrDefault(file, Instant.MIN).isAfter(now.minus(PAUSE))) {
            told.put(file, now);
            LOG.warn("{}: the certificate {} at {}", file, end.isAfter(now) ? "ends" : "has ended", end);
        }
    }
}
