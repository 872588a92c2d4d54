package dev.mqttdsp.tck.connector;

import org.eclipse.edc.connector.controlplane.contract.spi.negotiation.ContractNegotiationPendingGuard;
import org.eclipse.edc.connector.controlplane.transfer.spi.TransferProcessPendingGuard;
import org.eclipse.edc.runtime.metamodel.annotation.Extension;
import org.eclipse.edc.runtime.metamodel.annotation.Provider;
import org.eclipse.edc.spi.system.ServiceExtension;

/** Gives the hold to EDC's state machines; an extension of its own, because what takes the steps needs those. */
@Extension(HoldExtension.NAME)
public final class HoldExtension implements ServiceExtension {
    static final String NAME = "TCK: hold";

    private final Hold hold = new Hold();

    @Override
    public String name() {
        return NAME;
    }

    @Provider
    public Hold hold() {
        return hold;
    }

    @Provider
    public ContractNegotiationPendingGuard negotiations() {
        return hold::applies;
    }

    @Provider
    public TransferProcessPendingGuard transfers() {
        return hold::applies;
    }
}
