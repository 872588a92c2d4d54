package dev.mqttdsp.core.token;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Where the signatures of unknown tokens are checked: on one thread, on which so many may wait. A check takes about a
 * millisecond. While more wait, the thread rests for as long as each has taken, so that strangers with forged tokens keep half
 * a processor busy at most, and nothing else.
 */
public final class SignatureChecks extends ThreadPoolExecutor {
    private static final int WAITING = 256;

    private long beganAt;

    /** No thread runs yet. */
    public SignatureChecks() {
        super(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
            Thread thread = new Thread(task, "mqtt-token-verification");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How many wait. */
    public int waiting() {
        return getQueue().size();
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable check) {
        beganAt = System.nanoTime();
    }

    @Override
    protected void afterExecute(Runnable check, Throwable failure) {
        if (!getQueue().isEmpty()) {
            LockSupport.parkNanos(System.nanoTime() - beganAt);
        }
    }
}
