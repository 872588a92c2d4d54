package dev.mqttdsp.core.replica;

import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.core.grant.Admissions;
import dev.mqttdsp.core.grant.Door;
import dev.mqttdsp.core.grant.GrantView;
import dev.mqttdsp.core.grant.Login;
import dev.mqttdsp.core.token.IssuedTokens;
import dev.mqttdsp.core.token.PublicKeys;
import dev.mqttdsp.core.token.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The grants of another process, as its feed tells of them. Judges credentials as that process would, while it hears from
 * it; when it does not, it lets nobody in, and the grants that it knows stay as they are. Thread safe; one thread at a time
 * reads the feed.
 */
public final class Replica implements Admissions {
    /** Who has not heard from the feed for so long lets nobody in. */
    public static final Duration SILENCE = Duration.ofSeconds(15);

    private static final int REMEMBERED_TOKENS = 100_000;

    private final Executor signatureChecks;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Holdings holdings;
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private volatile Source source;
    private volatile long heardAt;
    /** How far which feed has come. */
    private FeedLine.Begin stream;

    private long sequence;

    /**
     * Knows nothing yet.
     *
     * @param brokers the entries of this process: a feed names a broker, not how to log in there
     * @param signatureChecks checks signatures of tokens that are not remembered; bounded, it may reject
     * @param nanoTime as {@link System#nanoTime}: how long the feed is silent must not depend on who sets the clock
     */
    public Replica(Brokers brokers, Executor signatureChecks, Clock clock, LongSupplier nanoTime) {
        this.signatureChecks = signatureChecks;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.holdings = new Holdings(brokers, clock);
        this.heardAt = nanoTime.getAsLong() - SILENCE.toNanos();
    }

    /**
     * Whose grants these are.
     *
     * @param jwks the public keys of its tokens
     * @param door judges by those keys
     */
    private record Source(String participant, String jwks, Door door) {}

    /** Reads one connection of a feed, from its first line on. */
    public Reading reading() {
        return new Reading(this);
    }

    /** Completes when the first snapshot is here: before that, what is not known must not be taken for ended. */
    public CompletionStage<Void> complete() {
        return complete.minimalCompletionStage();
    }

    /** The grants, those that ended lately included. */
    public GrantView grants() {
        return holdings;
    }

    /**
     * Participant id of the provider.
     *
     * @throws IllegalStateException before the first snapshot
     */
    public String participant() {
        return known().participant();
    }

    /**
     * The public keys of the provider's tokens as a JWKS document.
     *
     * @throws IllegalStateException before the first snapshot
     */
    public String jwks() {
        return known().jwks();
    }

    /** Whether it has not heard from the feed for too long to let anybody in. */
    public boolean isSilent() {
        return nanoTime.getAsLong() - heardAt >= SILENCE.toNanos();
    }

    @Override
    public CompletionStage<Admission> admit(Login login) {
        return isSilent()
                ? CompletableFuture.completedFuture(
                        new Admission.Denied(Admission.Reason.FEED_SILENT, Optional.empty()))
                : known().door().admit(login);
    }

    /**
     * Looks whether a feed that begins so may take the place of what is known.
     *
     * @throws UnusableFeedException when it tells of what was before, or of another provider
     */
    void require(FeedLine.Begin begin) throws UnusableFeedException {
        if (source != null && !source.participant().equals(begin.participant())) {
            throw new UnusableFeedException("the feed of another participant than before");
        }
        if (isSameStream(begin) && begin.sequence() < sequence) {
            throw new UnusableFeedException("an out-of-date snapshot");
        }
    }

    /**
     * Looks whether a grant may be as that feed tells.
     *
     * @throws UnusableFeedException when it would come back to an epoch that is over
     */
    void require(FeedLine.Begin begin, ToldGrant told) throws UnusableFeedException {
        long known = holdings.find(told.flowId()).map(grant -> grant.epoch()).orElse(0L);
        if (isSameStream(begin) && told.epoch() < known) {
            throw new UnusableFeedException("an out-of-date grant");
        }
    }

    /**
     * Takes a whole snapshot in place of everything before: what is not in it is gone.
     *
     * @param grants by flow id
     * @throws UnusableFeedException when its keys cannot be used; nothing has changed then
     */
    void replace(FeedLine.Begin begin, Map<String, ToldGrant> grants) throws UnusableFeedException {
        source = sourceOf(begin);
        stream = begin;
        sequence = begin.sequence();
        holdings.replace(begin.participant(), grants);
        complete.complete(null);
    }

    /** Takes the next change. */
    void change(ToldGrant told) {
        sequence++;
        holdings.change(known().participant(), told);
    }

    /** The feed has been read up to its present end. */
    void heard() {
        heardAt = nanoTime.getAsLong();
    }

    void forgetEnded() {
        holdings.forgetEnded();
    }

    private boolean isSameStream(FeedLine.Begin begin) {
        return stream != null && stream.stream().equals(begin.stream());
    }

    private Source known() {
        if (source == null) {
            throw new IllegalStateException("the feed has told nothing yet");
        }
        return source;
    }

    private Source sourceOf(FeedLine.Begin begin) throws UnusableFeedException {
        if (source != null && source.jwks().equals(begin.jwks())) {
            return source; // with the tokens that it remembers
        }
        try {
            TokenVerifier verifier = new TokenVerifier(
                    begin.participant(),
                    PublicKeys.ofJwks(begin.jwks()),
                    new IssuedTokens(REMEMBERED_TOKENS, clock),
                    signatureChecks,
                    clock);
            Door door = new Door(holdings, verifier, holdings::isPassword, holdings::isBarred, clock);
            return new Source(begin.participant(), begin.jwks(), door);
        } catch (IllegalArgumentException e) {
            throw new UnusableFeedException("public keys that cannot be used: " + e.getMessage());
        }
    }
}
