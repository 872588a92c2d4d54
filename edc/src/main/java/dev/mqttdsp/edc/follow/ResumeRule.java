package dev.mqttdsp.edc.follow;

import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.GrantView;
import dev.mqttdsp.core.grant.Party;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;

/**
 * A transfer that the provider suspended is resumed by the provider alone.
 *
 * <p>The provider's side enforces it. The consumer's side knows it too, because a connector that is refused a
 * resumption gives the whole transfer up: EDC takes every refusal of a message for final.
 */
public final class ResumeRule {
    static final String REFUSAL = "the provider suspended this transfer, and the provider alone can resume it";

    private final GrantView grants;
    private final Set<String> suspendedByTheirProvider = ConcurrentHashMap.newKeySet();

    public ResumeRule(GrantView grants) {
        this.grants = grants;
    }

    /** Provider's side: whether only this side may resume that flow. */
    boolean isReserved(String flowId) {
        return grants.find(flowId)
                .filter(grant -> grant.state() == Grant.State.SUSPENDED)
                .flatMap(Grant::suspendedBy)
                .filter(Party.PROVIDER::equals)
                .isPresent();
    }

    /** Consumer's side: whether the other side suspended that transfer of ours. */
    boolean isSuspendedByProvider(String transferId) {
        return suspendedByTheirProvider.contains(transferId);
    }

    /** Consumer's side: takes note of a message that the provider sent about that transfer and that was accepted. */
    void heardFromProvider(TransferProcess process) {
        if (process.getType() != TransferProcess.Type.CONSUMER
                || !MqttAddress.TRANSFER_TYPE.equals(process.getTransferType())) {
            return;
        }
        if (process.currentStateIsOneOf(TransferProcessStates.SUSPENDING_REQUESTED)) {
            suspendedByTheirProvider.add(process.getId());
        } else {
            forget(process.getId());
        }
    }

    /** Consumer's side: that transfer has been ended here. */
    void forget(String transferId) {
        suspendedByTheirProvider.remove(transferId);
    }
}
