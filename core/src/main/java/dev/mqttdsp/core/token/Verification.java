package dev.mqttdsp.core.token;

import java.util.Optional;

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
     * @param flowId the grant it belongs to, where that much is certain
     */
    record Rejected(Reason reason, Optional<String> flowId) implements Verification {
        public Rejected(Reason reason) {
            this(reason, Optional.empty());
        }
    }

    /** Why a token does not count. */
    enum Reason {
        /** It was not issued here, or was changed. */
        BAD,
        /** Its time is over, by its own words where it is not remembered: no signature is checked then. */
        EXPIRED,
        /** Too many wait for their verification. */
        BUSY
    }
}
