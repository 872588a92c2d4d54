package dev.mqttdsp.core.token;

/** What came of verifying a token. */
public sealed interface Verification {

    /**
     * It was issued here and has not been changed; whether it still counts is for the grant to say.
     *
     * @param claims what it says
     */
    record Verified(TokenClaims claims) implements Verification {}

    /**
     * It does not count.
     *
     * @param reason why
     */
    record Rejected(Reason reason) implements Verification {}

    /** Why a token does not count. */
    enum Reason {
        /** It was not issued here, or was changed. */
        BAD,
        /** Its time is over. */
        EXPIRED,
        /** Too many wait for their verification. */
        BUSY
    }
}
