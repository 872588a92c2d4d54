package dev.mqttdsp.core.outbound;

/** What came of going to a URL. */
public sealed interface HttpOutcome {

    /**
     * There is an answer, of whatever kind.
     *
     * @param status of HTTP
     * @param body at most 64 KiB
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
    record Answered(int status, byte[] body) implements HttpOutcome {}

    /**
     * There is none.
     *
     * @param cause what kind of failure it is
     * @param detail for the operator's eyes, to be read after the name of the URL; repeats nothing that it has sent
     */
    record Failed(Cause cause, String detail) implements HttpOutcome {}

    /** What can go wrong. */
    enum Cause {
        /** The URL may not be used. */
        URL,
        /** An unknown host, no connection, or no TLS that can be trusted. */
        UNREACHABLE,
        /** Nothing came in time. */
        TIMEOUT,
        /** What came is no answer. */
        ANSWER
    }
}
