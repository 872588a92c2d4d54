package dev.mqttdsp.identity.verify;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.Issuer;
import org.eclipse.edc.iam.verifiablecredentials.spi.validation.TrustedIssuerRegistry;

/**
 * Which issuers count for what.
 *
 * @param issuers as they are configured
 */
record IssuerTrust(TrustedIssuerRegistry issuers) {
    /** Whether anything of that issuer counts. */
    boolean has(String issuer) {
        return !types(issuer).isEmpty();
    }

    /** Whether a credential of that issuer, that has these types, counts as one of some type. */
    boolean hasAny(String issuer, Collection<String> types) {
        return types.stream().anyMatch(type -> counts(issuer, types, type));
    }

    /** Whether a credential of that issuer, that has these types, counts as one of a type. */
    boolean counts(String issuer, Collection<String> types, String type) {
        Set<String> supported = types(issuer);
        return types.contains(type) && (supported.contains(type) || supported.contains(TrustedIssuerRegistry.WILDCARD));
    }

    private Set<String> types(String issuer) {
        return issuers.getSupportedTypes(new Issuer(issuer, Map.of()));
    }
}
