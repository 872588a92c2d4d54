package dev.mqttdsp.edr;

import java.util.Optional;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.spi.types.domain.DataAddress;

/** Where the data address of a transfer is. */
sealed interface EdrState {

    /** Whether there is nothing to be gained by waiting. */
    default boolean isSettled() {
        return true;
    }

    /**
     * It is here.
     *
     * @param address as the provider gave it, refreshed where that was due
     */
    record Available(DataAddress address) implements EdrState {}

    /**
     * It is here, but its access token is over, and there was no other to be had.
     *
     * @param reason why
     */
    record Stale(String reason) implements EdrState {}

    /** It is not here, but may come: the transfer has not started yet, or is suspended. */
    record Pending() implements EdrState {
        @Override
        public boolean isSettled() {
            return false;
        }
    }

    /**
     * It will not come any more.
     *
     * @param state the transfer's state
     * @param reason why it ended, as far as EDC knows
     */
    record Ended(String state, Optional<String> reason) implements EdrState {
        /** EDC knows the other side's reason a moment after it has accepted the end. */
        @Override
        public boolean isSettled() {
            return reason.isPresent() || !state.equals(TransferProcessStates.TERMINATING_REQUESTED.name());
        }
    }

    /** This connector is not the consumer of any transfer of that id. */
    record Unknown() implements EdrState {}
}
