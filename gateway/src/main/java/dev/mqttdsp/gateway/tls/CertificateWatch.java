package dev.mqttdsp.gateway.tls;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the files of certificates every few seconds, on a thread of its own, because files may be slow. */
public final class CertificateWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration RENEWAL_PAUSE = Duration.ofDays(1);
    private static final int LAST_LOOK_SECONDS = 2;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("mqtt-dsp-certificates", true));

    /**
     * Begins to look.
     *
     * @param look looks at files
     * @param renewal renews a certificate that was made here, before its end; looked for once a day
     */
    public CertificateWatch(Runnable look, Renewal renewal) {
        this(look, renewal, RENEWAL_PAUSE);
    }

    CertificateWatch(Runnable look, Renewal renewal, Duration renewalPause) {
        every(PAUSE, look);
        every(renewalPause, () -> renew(renewal));
    }

    /** Makes the files of a certificate anew when its end is near. */
    public interface Renewal {
        /** For certificates that somebody else renews. */
        Renewal NONE = () -> {};

        /**
         * Looks whether it is time, and does it.
         *
         * @throws IOException when the files cannot be written
         */
        void look() throws IOException;
    }

    private void every(Duration pause, Runnable look) {
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                () -> guarded(look), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void renew(Renewal renewal) {
        try {
            renewal.look();
        } catch (IOException e) {
            LOG.warn("the certificate made here cannot be renewed: {}", e.toString());
        }
    }

    /** A look that fails is not the last one. */
    private static void guarded(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.error("looking at the files of certificates failed", e);
        }
    }

    /** Stops looking; returns when nobody looks any more. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(LAST_LOOK_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the files of certificates are still being read");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
