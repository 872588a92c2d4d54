package dev.mqttdsp.core.replica;

import java.util.ArrayList;
import java.util.List;

/** What one reader of a feed was told so far, in the order in which it was told. */
final class Tape implements GrantFeed.Reader {
    private final List<String> lines = new ArrayList<>();
    private long sequence;

    /** Begins to listen to that feed. */
    static Tape of(GrantFeed feed) {
        Tape tape = new Tape();
        GrantFeed.Snapshot snapshot = feed.begin(tape);
        snapshot.lines().forEachRemaining(tape.lines::add);
        tape.sequence = snapshot.sequence();
        return tape;
    }

    @Override
    public void changed(long now, String line) {
        sequence = now;
        lines.add(line);
    }

    /** The lines, with a heartbeat at their end. */
    List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        all.add(GrantFeed.alive(sequence));
        return all;
    }

    /** Has all of it read. */
    Reading playTo(Replica replica) throws UnusableFeedException {
        return play(lines(), replica);
    }

    /** Has these lines read. */
    static Reading play(List<String> lines, Replica replica) throws UnusableFeedException {
        Reading reading = replica.reading();
        for (String line : lines) {
            reading.take(line);
        }
        reading.upToDate();
        return reading;
    }
}
