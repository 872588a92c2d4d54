package dev.mqttdsp.gateway.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ends sessions in waves, so that their clients do not all come back elsewhere in the same moment. Few of them are one
 * wave; many are spread over the time that they may take.
 *
 * @param longest how long the last wave may have to wait
 */
record Waves(Duration longest) {
    /** So many sessions are a wave at least. */
    private static final int LEAST = 100;

    private static final int PAUSE_MILLIS = 100;

    /**
     * Begins to end sessions.
     *
     * @param why asked when a session's turn has come; it goes on when there is no reason any more
     * @return counts those whose channels are not closed yet
     */
    CountDownLatch begin(List<Session> sessions, Supplier<Optional<Ending>> why) {
        CountDownLatch left = new CountDownLatch(sessions.size());
        int size = size(sessions.size());
        for (int i = 0; i < sessions.size(); i++) {
            end(sessions.get(i), (long) (i / size) * PAUSE_MILLIS, why, left);
        }
        return left;
    }

    private int size(int sessions) {
        long waves = 1 + longest.toMillis() / PAUSE_MILLIS;
        return (int) Math.max(LEAST, (sessions + waves - 1) / waves);
    }

    private static void end(Session session, long delay, Supplier<Optional<Ending>> why, CountDownLatch left) {
        try {
            var unused = session.loop()
                    .schedule(
                            () -> {
                                why.get().ifPresent(session::end);
                                session.whenClosed(left::countDown);
                            },
                            delay,
                            TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            left.countDown(); // the loops are gone, and the session with them
        }
    }
}
