package dev.mqttdsp.pacing.handout;

import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiationStates;

final class Negotiations {
    private Negotiations() {}

    static ContractNegotiation in(ContractNegotiationStates state, String id) {
        return in(state, id, 1);
    }

    static ContractNegotiation in(ContractNegotiationStates state, String id, long timestamp) {
        return ContractNegotiation.Builder.newInstance()
                .id(id)
                .type(ContractNegotiation.Type.CONSUMER)
                .counterPartyId("other")
                .counterPartyAddress("http://localhost")
                .protocol("protocol")
                .participantContextId("me")
                .state(state.code())
                .stateCount(1)
                .stateTimestamp(timestamp)
                .build();
    }
}
