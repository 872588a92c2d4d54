package dev.mqttdsp.pacing.http;

import dev.mqttdsp.pacing.handout.Recent;
import java.util.Optional;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiationStates;

/** The latest negotiations that partners have asked for, by what a repeated request has in common with the first. */
public final class FirstRequests {
    private static final int MOST = 10_000;

    private final Recent<Key, String> negotiations = new Recent<>(MOST);

    /** Takes note of a negotiation that was stored. One that is terminated may be asked for once more. */
    public void stored(ContractNegotiation negotiation) {
        if (negotiation.getType() != ContractNegotiation.Type.PROVIDER || negotiation.getCorrelationId() == null) {
            return;
        }
        Key key = new Key(negotiation.getCorrelationId(), negotiation.getCounterPartyAddress());
        if (negotiation.getState() == ContractNegotiationStates.REQUESTED.code()) {
            negotiations.put(key, negotiation.getId());
        } else if (negotiation.getState() == ContractNegotiationStates.TERMINATED.code()) {
            negotiations.remove(key);
        }
    }

    Optional<String> find(String consumerPid, String callbackAddress) {
        return negotiations.get(new Key(consumerPid, callbackAddress));
    }

    /** The id that a consumer has given a negotiation is unique at that consumer only. */
    private record Key(String consumerPid, String callbackAddress) {}
}
