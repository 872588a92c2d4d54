package dev.mqttdsp.core.replica;

import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.grant.Barred;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.GrantStore;
import dev.mqttdsp.core.token.Fingerprint;
import dev.mqttdsp.core.token.GrantPasswords;
import dev.mqttdsp.core.token.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other processes of the grants of this one, in the order in which they change. Holds no connection: who listens is
 * given lines. Thread safe.
 */
public final class GrantFeed implements AutoCloseable {
    /** So often a line is sent, also when there is nothing to tell. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(5);
    /** Bytes of a line, its end not counted; who reads takes no longer one. */
    public static final int LONGEST_LINE = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(GrantFeed.class);

    private final String stream = UUID.randomUUID().toString();
    private final String participant;
    private final String jwks;
    private final GrantPasswords passwords;
    private final GrantStore store;
    private final Barred barred;
    private final Set<Reader> readers = new CopyOnWriteArraySet<>();
    private final Runnable endOfWatch;
    private long sequence;

    /**
     * Begins to watch the grants.
     *
     * @param participant the provider's participant id
     * @param key signs its tokens, and makes its passwords
     * @param barred who may have no access
     */
    public GrantFeed(String participant, SigningKey key, GrantStore store, Barred barred) {
        this.participant = participant;
        this.jwks = key.publicJwks();
        this.passwords = new GrantPasswords(key);
        this.store = store;
        this.barred = barred;
        this.endOfWatch = store.watch(this::changed);
    }

    /** Is given each change. */
    public interface Reader {
        /** Takes a line, one after the other, on any thread; must neither block nor throw. */
        void changed(long sequence, String line);
    }

    /**
     * What a reader is told first.
     *
     * @param sequence up to here it holds every change
     * @param lines each is made when it is asked for
     */
    public record Snapshot(long sequence, Iterator<String> lines) {}

    /** From now on the reader is given each change; the snapshot holds everything before. */
    public synchronized Snapshot begin(Reader reader) {
        readers.add(reader);
        long at = sequence;
        List<Grant> living = store.living().filter(ToldGrant::matters).toList();
        Stream<String> grants = living.stream().map(grant -> line(at, grant)).flatMap(Optional::stream);
        Stream<String> begin = Stream.of(FeedText.write(new FeedLine.Begin(at, stream, participant, jwks)));
        Stream<String> complete = Stream.of(FeedText.write(new FeedLine.Complete(at)));
        return new Snapshot(
                at, Stream.concat(Stream.concat(begin, grants), complete).iterator());
    }

    /** The reader is given nothing any more. */
    public void end(Reader reader) {
        readers.remove(reader);
    }

    /**
     * The line that says that there is nothing to tell.
     *
     * @param sequence of the line before
     */
    public static String alive(long sequence) {
        return FeedText.write(new FeedLine.Alive(sequence));
    }

    /** The grant is read here, so a later line never tells of an earlier state. */
    private synchronized void changed(String flowId) {
        if (readers.isEmpty()) {
            return;
        }
        store.find(flowId)
                .filter(ToldGrant::matters)
                .flatMap(grant -> line(sequence + 1, grant))
                .ifPresent(line -> {
                    sequence++;
                    readers.forEach(reader -> reader.changed(sequence, line));
                });
    }

    /** Empty for a grant of which nobody could be told; that its topics are so many is known from its beginning. */
    private Optional<String> line(long at, Grant grant) {
        Optional<String> hash = grant.credential() instanceof CredentialSource.MadePassword
                ? Optional.of(Fingerprint.of(passwords.of(grant.flowId(), grant.epoch()))
                        .toString())
                : Optional.empty();
        String line = FeedText.write(new FeedLine.Present(at, ToldGrant.of(grant, hash, barred.has(grant.consumer()))));
        if (line.getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
            LOG.error("flow {}: its topics are too many for the feed, no gateway admits its clients", grant.flowId());
            return Optional.empty();
        }
        return Optional.of(line);
    }

    /** Stops watching the grants. */
    @Override
    public void close() {
        endOfWatch.run();
    }
}
