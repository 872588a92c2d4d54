package dev.mqttdsp.identity.verify;

import java.time.Clock;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.RevocationServiceRegistry;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.spi.result.Result;

/**
 * Says whether a credential, whose signature was verified, counts today: as long as it has not expired, its issuer is trusted for one
 * of its types, and the status list of its issuer does not say otherwise. A suspended one does not count either (Decentralized Claims Protocol 1.0, §5.4.3;
 * Verifiable Credentials 1.1, §4.8 and §4.9).
 *
 * @param trust which issuers count
 * @param revocations know the status lists
 */
record CredentialJudge(IssuerTrust trust, RevocationServiceRegistry revocations, Clock clock) {
    /** What came of it. */
    sealed interface Verdict {}

    /** It counts. */
    record Good() implements Verdict {}

    /**
     * It does not.
     *
     * @param why for the operator's eyes
     */
    record Bad(String why) implements Verdict {}

    /**
     * Nobody can tell now.
     *
     * @param why for the operator's eyes
     */
    record Unknown(String why) implements Verdict {}

    /** Judges one; may wait for a status list. */
    Verdict of(VerifiableCredential credential) {
        String name = "its credential " + credential.getType();
        if (credential.getExpirationDate() != null && !clock.instant().isBefore(credential.getExpirationDate())) {
            return new Bad(name + " has expired, at " + credential.getExpirationDate());
        }
        if (!trust.hasAny(credential.getIssuer().id(), credential.getType())) {
            return new Bad(name + " is of an issuer that is not trusted for it");
        }
        Result<String> status;
        try {
            status = revocations.getRevocationStatus(credential);
        } catch (RuntimeException e) {
            return new Unknown("the status of " + name + " cannot be had: " + e.getMessage());
        }
        if (status.failed()) {
            return new Unknown("the status of " + name + " cannot be had: " + status.getFailureDetail());
        }
        return status.getContent() == null || status.getContent().isEmpty()
                ? new Good()
                : new Bad(name + " was taken back by its issuer (" + status.getContent() + ")");
    }
}
