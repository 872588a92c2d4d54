package dev.mqttdsp.client;

import java.util.List;
import java.util.Optional;

/**
 * For whom an offer is, what its partners have to show, and until when.
 *
 * @param partners participant ids; empty for everybody
 * @param credentials that a partner has to have, each as {@code TYPE} or {@code TYPE:CLAIM=VALUE}; all of them
 * @param until end of contracts as EDC's {@code inForceDate} has it, an instant or a time after the signature such as {@code
 *     contractAgreement+30d}; empty where they do not end by themselves
 */
public record Terms(List<String> partners, List<String> credentials, Optional<String> until) {
    /** Everybody, and no end. */
    public static final Terms NONE = new Terms(List.of(), List.of(), Optional.empty());

    public Terms {
        partners = List.copyOf(partners);
        credentials = List.copyOf(credentials);
    }
}
