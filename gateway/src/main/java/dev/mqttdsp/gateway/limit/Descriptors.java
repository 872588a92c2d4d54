package dev.mqttdsp.gateway.limit;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file descriptors that this process may have: a session takes two, one for the client and one for the broker. */
public final class Descriptors {
    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);
    /** For everything else that a process has open: jars, logs, a database. */
    private static final int RESERVED = 512;

    private static final int FEW_SESSIONS = 1_000;

    private Descriptors() {}

    /** The limits with no more sessions than there are descriptors for; the log says how many that are. */
    public static Limits fit(Limits limits) {
        OptionalLong descriptors = ofThisProcess();
        return descriptors.isEmpty() ? limits : fit(limits, descriptors.getAsLong());
    }

    static Limits fit(Limits limits, long descriptors) {
        long left = descriptors - RESERVED - limits.of(Limit.UNAUTHENTICATED);
        int possible = (int) Math.max(Limit.SESSIONS.least(), Math.min(Limit.SESSIONS.most(), left / 2));
        int asked = limits.of(Limit.SESSIONS);
        if (possible >= asked) {
            return limits;
        }
        String text = "{} file descriptors are enough for {} sessions beside {} other connections (limit {})";
        if (possible < FEW_SESSIONS || limits.says(Limit.SESSIONS)) {
            LOG.warn(text, descriptors, possible, limits.of(Limit.UNAUTHENTICATED), Limit.SESSIONS.key());
        } else {
            LOG.info(text, descriptors, possible, limits.of(Limit.UNAUTHENTICATED), Limit.SESSIONS.key());
        }
        return limits.with(Limit.SESSIONS, possible);
    }

    private static OptionalLong ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? OptionalLong.of(unix.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }
}
