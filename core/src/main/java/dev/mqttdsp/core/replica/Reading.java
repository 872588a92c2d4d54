package dev.mqttdsp.core.replica;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One connection of a feed, read line by line into a replica: the snapshot as a whole when it is complete, then each change
 * as it comes. Whatever is out of order ends it, and the next connection begins with a snapshot. Not thread safe.
 */
public final class Reading {
    private final Replica replica;
    private FeedLine.Begin begin;
    private Map<String, ToldGrant> snapshot = new LinkedHashMap<>();
    private boolean complete;
    private long sequence;

    Reading(Replica replica) {
        this.replica = replica;
    }

    /**
     * Takes the next line.
     *
     * @throws UnusableFeedException when it is none, or is out of order; this connection is of no use any more, and the
     *     replica is as it was before this line
     */
    public void take(String line) throws UnusableFeedException {
        FeedLine read = FeedText.read(line);
        if (read instanceof FeedLine.Begin first) {
            begins(first);
        } else if (begin == null) {
            throw new UnusableFeedException("a feed that does not begin with its beginning");
        } else if (complete) {
            changes(read);
        } else {
            snapshot(read);
        }
    }

    /** Everything that has come so far is taken. Only now it counts: what waits behind a line may be the end of a grant. */
    public void upToDate() {
        if (complete) {
            replica.heard();
        }
    }

    /** Whether the snapshot is complete. */
    public boolean isComplete() {
        return complete;
    }

    private void begins(FeedLine.Begin first) throws UnusableFeedException {
        if (begin != null) {
            throw new UnusableFeedException("a feed that begins twice");
        }
        replica.require(first);
        begin = first;
        sequence = first.sequence();
    }

    private void snapshot(FeedLine line) throws UnusableFeedException {
        if (line.sequence() != sequence) {
            throw new UnusableFeedException("a snapshot of several moments");
        }
        if (line instanceof FeedLine.Present present) {
            replica.require(begin, present.grant());
            snapshot.put(present.grant().flowId(), present.grant());
        } else if (line instanceof FeedLine.Complete) {
            replica.replace(begin, snapshot);
            snapshot = Map.of();
            complete = true;
        }
    }

    private void changes(FeedLine line) throws UnusableFeedException {
        if (line instanceof FeedLine.Present present && line.sequence() == sequence + 1) {
            replica.require(begin, present.grant());
            replica.change(present.grant());
            sequence++;
        } else if (line instanceof FeedLine.Alive && line.sequence() == sequence) {
            replica.forgetEnded();
        } else {
            throw new UnusableFeedException("a line is missing, or out of order");
        }
    }
}
