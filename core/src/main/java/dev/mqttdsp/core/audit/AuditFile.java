package dev.mqttdsp.core.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Events in a file, a line of JSON each. One thread writes; who tells an event never waits for it.
 *
 * <p>What cannot be written is counted, and as soon as the file can be written again a line in it says how many are
 * missing. That is tried with each further event, and once a second.
 */
public final class AuditFile implements AccessEvents, AutoCloseable {
    /** Events that wait to be written. */
    private static final int QUEUE = 10_000;

    private static final int RETRY_SECONDS = 1;
    private static final int PATIENCE_SECONDS = 5;

    private final Path path;
    private final LineFile file;
    private final AuditLine lines;
    private final Clock clock;
    private final Consumer<String> trouble;
    /** Nothing in place of an event wakes the writer. */
    private final BlockingQueue<Optional<AccessEvent>> queue;

    private final Thread writer = new Thread(this::write, "mqtt-audit");
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicReference<String> failing = new AtomicReference<>();
    private volatile boolean closed;
    /** Lost events that the file itself tells of; belongs to the writer. */
    private long gapTold;

    /** Whether the last line could not be written; belongs to the writer. */
    private boolean broken;

    AuditFile(Path path, String participant, Clock clock, Consumer<String> trouble, int queue) {
        this.path = path;
        this.file = new LineFile(path);
        this.lines = new AuditLine(participant);
        this.clock = clock;
        this.trouble = trouble;
        this.queue = new ArrayBlockingQueue<>(queue);
        writer.setDaemon(true);
    }

    /**
     * How the file is doing.
     *
     * @param file its path
     * @param written events in it, since this process began
     * @param lost events that are not
     * @param failing what keeps events from being written at present
     */
    public record Status(Path file, long written, long lost, Optional<String> failing) {}

    /**
     * Opens the file, or makes it, readable by its owner alone.
     *
     * @param participant whose audit it is
     * @param trouble is told in a sentence when events begin to be lost, and when that is over
     * @throws IOException when the file cannot be opened for writing
     */
    public static AuditFile open(Path path, String participant, Clock clock, Consumer<String> trouble)
            throws IOException {
        AuditFile audit = new AuditFile(path, participant, clock, trouble, QUEUE);
        audit.file.open();
        audit.writer.start();
        return audit;
    }

    @Override
    public void tell(AccessEvent event) {
        if (closed || !queue.offer(Optional.of(event))) {
            lost.incrementAndGet();
            fails("events come faster than they are written");
        }
    }

    /** How it is doing at the moment. */
    public Status status() {
        return new Status(path, written.get(), lost.get(), Optional.ofNullable(failing.get()));
    }

    /** Writes what waits, for five seconds at most. What is told afterwards is lost. */
    @Override
    public void close() {
        closed = true;
        boolean unused = queue.offer(Optional.empty()); // when it is full the writer is awake
        try {
            writer.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (writer.isAlive()) {
            trouble.accept("audit file " + path + ": " + queue.size() + " events could not be written in time");
        }
    }

    private void write() {
        try {
            while (!closed || !queue.isEmpty()) {
                Optional<AccessEvent> next = queue.poll(RETRY_SECONDS, TimeUnit.SECONDS);
                if (next != null && next.isPresent()) {
                    write(next.get());
                } else {
                    recover();
                }
            }
            file.sync();
            file.close();
        } catch (IOException e) {
            fails(reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that
        }
    }

    private void write(AccessEvent event) {
        try {
            if (broken) {
                tellGap();
            }
            append(lines.of(event));
            written.incrementAndGet();
            broken = false;
        } catch (IOException | RuntimeException e) {
            lost.incrementAndGet();
            broken = true;
            fails(reason(e));
        }
        if (!broken && queue.isEmpty()) {
            recover();
        }
    }

    /** Makes up for what went wrong, if anything did. */
    private void recover() {
        if (failing.get() == null) {
            return;
        }
        try {
            tellGap();
            broken = false;
            failing.set(null);
            trouble.accept("audit file " + path + " is written again; " + lost.get() + " events are missing in all");
        } catch (IOException e) {
            broken = true;
            fails(reason(e));
        }
    }

    private void tellGap() throws IOException {
        long all = lost.get();
        if (all > gapTold) {
            append(lines.gap(clock.instant(), all - gapTold));
            gapTold = all;
        }
    }

    private void append(String line) throws IOException {
        file.append(line.getBytes(StandardCharsets.US_ASCII));
    }

    private void fails(String why) {
        if (failing.getAndSet(why) == null) {
            trouble.accept("audit file " + path + ": " + why + "; events are lost");
        }
    }

    private static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "its directory is gone";
        }
        return e instanceof AccessDeniedException ? "it may not be written" : String.valueOf(e.getMessage());
    }
}
