package dev.mqttdsp.edc.follow;

import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.GrantStore;
import dev.mqttdsp.core.grant.Grants;
import dev.mqttdsp.core.grant.Party;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;

/** Brings a grant in line with its transfer. Transfers without a grant, those of other kinds for instance, are left alone. */
public final class TransferFollower {
    private final Grants grants;
    private final GrantStore store;

    public TransferFollower(Grants grants, GrantStore store) {
        this.grants = grants;
        this.store = store;
    }

    /**
     * Suspends or ends the grant if the transfer's state demands it; never opens one.
     *
     * @return whether the transfer is in a state that allows access
     */
    public boolean follow(TransferProcess process) {
        if (process.getType() != TransferProcess.Type.PROVIDER) {
            return false;
        }
        TransferProcessStates state = TransferProcessStates.from(process.getState());
        switch (state) {
            case SUSPENDING_REQUESTED -> foundSuspended(process.getId(), Party.CONSUMER);
            // Once EDC has reached SUSPENDED it no longer knows by whom: the stricter reading.
            case SUSPENDING, SUSPENDED -> foundSuspended(process.getId(), Party.PROVIDER);
            case COMPLETING_REQUESTED -> ended(process.getId(), EndReason.COMPLETED_BY_CONSUMER);
            // EDC may be here before whoever gave the command is told that it was accepted.
            case COMPLETING -> ended(process.getId(), EndReason.COMPLETED_BY_PROVIDER);
            case COMPLETED -> ended(process.getId(), EndReason.TRANSFER_COMPLETED);
            case TERMINATING_REQUESTED -> ended(process.getId(), EndReason.TERMINATED_BY_CONSUMER);
            case TERMINATING -> ended(process.getId(), EndReason.TERMINATED_BY_PROVIDER);
            case TERMINATED -> ended(process.getId(), EndReason.TRANSFER_TERMINATED);
            case DEPROVISIONING, DEPROVISIONING_REQUESTED, DEPROVISIONED ->
                ended(process.getId(), EndReason.TRANSFER_OVER);
            default -> {
                return true; // on its way to being started, or started
            }
        }
        return false;
    }

    /** One of the two has just suspended that flow. */
    void suspended(String flowId, Party by) {
        grants.suspend(flowId, by);
    }

    /** What a state says of who suspended is a guess, which must not overrule what is known already. */
    private void foundSuspended(String flowId, Party guess) {
        if (store.find(flowId)
                .filter(grant -> grant.state() == Grant.State.OPEN)
                .isPresent()) {
            grants.suspend(flowId, guess);
        }
    }

    void ended(String flowId, EndReason why) {
        grants.end(flowId, why);
    }
}
