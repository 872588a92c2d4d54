package dev.mqttdsp.core.did;

import java.util.Optional;

/**
 * Shows a partner that a refresh token is presented by its consumer (Data Plane Signaling, profile for token renewal): a JWT
 * that this participant signs with a key of its DID.
 */
public interface RefreshProof {
    /** Of a participant without a DID. */
    RefreshProof NONE = (audience, accessToken) -> Optional.empty();

    /**
     * Makes one.
     *
     * @param audience the partner's participant id
     * @param accessToken that this participant has
     * @return what goes as Bearer with the request; empty where it cannot be made
     */
    Optional<String> bearer(String audience, String accessToken);
}
