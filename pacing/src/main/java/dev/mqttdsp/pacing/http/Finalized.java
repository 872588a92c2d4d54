package dev.mqttdsp.pacing.http;

import dev.mqttdsp.pacing.handout.Recent;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiationStates;

/** The latest negotiations of this side as a consumer that are FINALIZED. */
public final class Finalized {
    private static final int MOST = 10_000;

    private final Recent<String, Boolean> negotiations = new Recent<>(MOST);

    /** Takes note of a negotiation that was stored. */
    public void stored(ContractNegotiation negotiation) {
        if (negotiation.getType() == ContractNegotiation.Type.CONSUMER) {
            if (negotiation.getState() == ContractNegotiationStates.FINALIZED.code()) {
                negotiations.put(negotiation.getId(), true);
            } else {
                negotiations.remove(negotiation.getId());
            }
        }
    }

    /** Whether the one with that id is. */
    boolean has(String id) {
        return negotiations.get(id).isPresent();
    }
}
