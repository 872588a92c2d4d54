package dev.mqttdsp.tck.connector;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.edc.spi.monitor.Monitor;

/**
 * Has each process take the steps of its script, one at a time, a while after it has reached the state for it.
 *
 * <p>The TCK takes note of an answer after it has arrived, and looks ten times a second whether it can prepare for the next
 * message. One that comes before is lost on it. A busy machine makes both of that last.
 */
final class Prompter<S> implements AutoCloseable {
    private static final long PAUSE_MILLIS = 1_000;
    private static final long AGAIN_MILLIS = 20;

    private final Script<S> script;
    private final Actor<S> actor;
    private final Monitor monitor;
    private final Map<String, Deque<Cue<S>>> ahead = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tck-prompter"));

    Prompter(Script<S> script, Actor<S> actor, Monitor monitor) {
        this.script = script;
        this.actor = actor;
        this.monitor = monitor;
    }

    /** A process about that data set or agreement has reached a state. */
    void reached(String id, String subject, int state) {
        Deque<Cue<S>> cues = ahead.computeIfAbsent(id, unknown -> new ArrayDeque<>(script.about(subject)));
        synchronized (cues) {
            if (!cues.isEmpty() && cues.peek().state() == state) {
                schedule(id, cues.pop(), PAUSE_MILLIS);
            }
        }
    }

    private void schedule(String id, Cue<S> cue, long millis) {
        ScheduledFuture<?> unused = clock.schedule(() -> prompt(id, cue), millis, TimeUnit.MILLISECONDS);
    }

    private void prompt(String id, Cue<S> cue) {
        try {
            if (!actor.take(id, cue)) {
                schedule(id, cue, AGAIN_MILLIS);
            }
        } catch (RuntimeException e) {
            monitor.severe("TCK: %s cannot take its step %s".formatted(id, cue.step()), e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** Whoever can have a process take a step. */
    @FunctionalInterface
    interface Actor<S> {
        /** False when the process is still in the hands of its state machine. */
        boolean take(String id, Cue<S> cue);
    }
}
