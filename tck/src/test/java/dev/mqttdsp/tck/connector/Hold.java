package dev.mqttdsp.tck.connector;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiationStates;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;

/** The states from which EDC would go on by itself, and in which the tests want to find a process or send another way. */
final class Hold {
    private static final Set<Integer> PROVIDERS_TURN = Set.of(
            ContractNegotiationStates.REQUESTED.code(),
            ContractNegotiationStates.ACCEPTED.code(),
            ContractNegotiationStates.VERIFIED.code());

    private final Set<String> released = ConcurrentHashMap.newKeySet();

    boolean applies(ContractNegotiation negotiation) {
        return negotiation.getType() == ContractNegotiation.Type.PROVIDER
                ? PROVIDERS_TURN.contains(negotiation.getState())
                : negotiation.getState() == ContractNegotiationStates.AGREED.code();
    }

    boolean applies(TransferProcess transfer) {
        return transfer.getType() == TransferProcess.Type.PROVIDER
                && transfer.getState() == TransferProcessStates.INITIAL.code()
                && !released.contains(transfer.getId());
    }

    /** Lets a transfer begin. */
    void release(String transferId) {
        released.add(transferId);
    }
}
