package dev.mqttdsp.client;

import java.util.List;
import java.util.Optional;

/**
 * For whom an offer is, and until when.
 *
 * @param partners participant ids; empty for everybody
 * @param until end of contracts as EDC's {@code inForceDate} has it, an instant or a time after the signature such as {@code
 *     contractAgreement+30d}; empty where they do not end by themselves
 */
public record Terms(List<String> partners, Optional<String> until) {
    /** Everybody, and no end. */
    public static final Terms NONE = new Terms(List.of(), Optional.empty());

    public Terms {
        partners = List.copyOf(partners);
    }
}
