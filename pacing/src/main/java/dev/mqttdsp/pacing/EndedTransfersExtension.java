package dev.mqttdsp.pacing;

import org.eclipse.edc.connector.controlplane.transfer.spi.observe.TransferProcessListener;
import org.eclipse.edc.connector.controlplane.transfer.spi.observe.TransferProcessObservable;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.runtime.metamodel.annotation.Extension;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;

/**
 * Gives every terminated transfer a reason.
 *
 * <p>A provider's transfer does not stay TERMINATED but ends up DEPROVISIONED. EDC tells partners that such a transfer is
 * COMPLETED, unless it has a reason, and it does not keep the reason of a partner that terminates. Where state machines
 * poll, that shows a second later; here it would show at once.
 */
@Extension(EndedTransfersExtension.NAME)
public final class EndedTransfersExtension implements ServiceExtension {
    static final String NAME = "Pacing: ended transfers";

    @Inject
    private TransferProcessObservable transfers;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        transfers.registerListener(new TransferProcessListener() {
            @Override
            @SuppressWarnings("deprecation") // the one place before EDC stores it
            public void preTerminated(TransferProcess transfer) {
                if (transfer.getErrorDetail() == null) {
                    transfer.setErrorDetail("terminated, no reason known");
                }
            }
        });
    }
}
