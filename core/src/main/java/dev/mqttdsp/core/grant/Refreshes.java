package dev.mqttdsp.core.grant;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a grant's refresh tokens have come in its present epoch. There is always one current token, not used yet; what
 * counts besides it is its predecessor, for a client that never got the answer. Rotation and the detection of reuse are what
 * RFC 6749 §10.4 asks for.
 *
 * @param generation of the current token
 * @param attempt of the current token
 * @param predecessor the attempt of the token that was presented to get the current one, -1 for none
 * @param since when the current token was given out
 * @param accessUntil until when access was extended by a refresh; {@link Instant#MIN} before the first one
 * @param repeats how often the answer that gave out the current token was asked for again
 */
public record Refreshes(
        long generation, int attempt, int predecessor, Instant since, Instant accessUntil, int repeats) {
    /** A client that has lost the answer asks again within so long, and gets the same one. */
    private static final Duration REPEAT = Duration.ofSeconds(10);
    /** Nobody who is in his right mind loses so many answers within these seconds, however many ask at once. */
    static final int MOST_REPEATS = 300;

    /**
     * As those know them who never exchange one: by what they have done to the access.
     *
     * @param accessUntil until when access was extended; {@link Instant#MIN} where it never was
     */
    public static Refreshes extending(Instant accessUntil) {
        return new Refreshes(0, 0, -1, Instant.MIN, accessUntil, 0);
    }

    static Refreshes begin(Instant now) {
        return new Refreshes(0, 0, -1, now, Instant.MIN, 0);
    }

    /** What presenting a token of this family means. */
    Verdict judge(long presentedGeneration, int presentedAttempt, Instant now) {
        if (presentedGeneration == generation && presentedAttempt == attempt) {
            return Verdict.ROTATE;
        }
        if (presentedGeneration == generation - 1 && presentedAttempt == predecessor) {
            if (!now.isBefore(since.plus(REPEAT))) {
                return Verdict.SUPERSEDE;
            }
            return repeats < MOST_REPEATS ? Verdict.REPEAT : Verdict.TOO_MANY_REPEATS;
        }
        boolean yetToCome =
                presentedGeneration > generation || (presentedGeneration == generation && presentedAttempt > attempt);
        return yetToCome ? Verdict.UNKNOWN : Verdict.REUSE;
    }

    /** After that verdict on the token that was presented, with access until then. */
    Refreshes after(Verdict verdict, Instant now, Instant until) {
        return switch (verdict) {
            case ROTATE -> new Refreshes(generation + 1, 0, attempt, now, until, 0);
            case SUPERSEDE -> new Refreshes(generation, attempt + 1, predecessor, now, until, 0);
            default -> new Refreshes(generation, attempt, predecessor, since, until, repeats + 1);
        };
    }

    /** After one repetition more than are answered, with access as it was. */
    Refreshes repeated() {
        return after(Verdict.REPEAT, since, accessUntil);
    }

    /** Whether a repetition has been refused already. */
    boolean hasRefusedRepeats() {
        return repeats > MOST_REPEATS;
    }

    /** What becomes of a refresh token that is presented. */
    enum Verdict {
        /** It is the current one: its successor is given out. */
        ROTATE,
        /** Its answer was lost a moment ago: the same answer is given. */
        REPEAT,
        /** The same, once more than is reasonable: it is not answered for the moment. */
        TOO_MANY_REPEATS,
        /** Its answer was lost: another successor takes the place of the unused one. */
        SUPERSEDE,
        /** It is an old one, or one whose place was taken: two have it. */
        REUSE,
        /** It was given out by a process that has forgotten more than this one knows. */
        UNKNOWN
    }
}
