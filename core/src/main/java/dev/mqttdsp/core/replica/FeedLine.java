package dev.mqttdsp.core.replica;

/** What one line of a feed says. The sequence counts the changes of one feed; a line has that of the latest it knows of. */
sealed interface FeedLine {

    /** How many changes there have been. */
    long sequence();

    /**
     * The first line: a snapshot follows.
     *
     * @param stream tells one feed, and with it one process, from every other
     * @param participant the provider's participant id
     * @param jwks the public keys of its tokens as a JWKS document
     */
    record Begin(long sequence, String stream, String participant, String jwks) implements FeedLine {}

    /** A grant as it is: one of the snapshot, or one that has changed. */
    record Present(long sequence, ToldGrant grant) implements FeedLine {}

    /** The snapshot is complete; what follows are changes. */
    record Complete(long sequence) implements FeedLine {}

    /** Nothing has happened since the line before. */
    record Alive(long sequence) implements FeedLine {}
}
