package dev.mqttdsp.pacing.handout;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiationStates;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.spi.entity.StatefulEntity;

/**
 * A pause before the answer to a partner's message, for partners that have not said that they are paced.
 *
 * <p>EDC's stores now and then hand out an entity that has just been replaced. Such a connector sends a message a second
 * time, at once, and when that is answered it stores its step a second time, over whatever has come in between. It bears
 * this as long as the other side is slow: the repetition finds the state that the message has led to. So this side does
 * not go on from there at once.
 */
public final class Courtesy {
    private static final int MOST_PROCESSES = 10_000;
    private static final Set<Integer> ASKED_FOR_AN_AGREEMENT =
            Set.of(ContractNegotiationStates.REQUESTED.code(), ContractNegotiationStates.ACCEPTED.code());

    private final Duration pause;
    private final Clock clock;
    private final Recent<String, Boolean> paced = new Recent<>(MOST_PROCESSES);

    /**
     * @param pause zero for none
     * @param clock the one by which entities note when they entered a state
     */
    public Courtesy(Duration pause, Clock clock) {
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * Takes note that the partner in this process is paced.
     *
     * @param id ours or the partner's
     */
    public void partnerIsPaced(String id) {
        paced.put(id, true);
    }

    /** How long the next step of a negotiation has to wait; zero if it is due. */
    public Duration left(ContractNegotiation negotiation) {
        int state = negotiation.getState();
        boolean afterMessage = negotiation.getType() == ContractNegotiation.Type.PROVIDER
                ? ASKED_FOR_AN_AGREEMENT.contains(state) || state == ContractNegotiationStates.VERIFIED.code()
                : state == ContractNegotiationStates.AGREED.code();
        return afterMessage ? left(negotiation, negotiation.getCorrelationId()) : Duration.ZERO;
    }

    /** How long the next step of a transfer has to wait; zero if it is due. */
    public Duration left(TransferProcess transfer) {
        boolean afterMessage = transfer.getType() == TransferProcess.Type.PROVIDER
                && transfer.getState() == TransferProcessStates.INITIAL.code();
        return afterMessage ? left(transfer, transfer.getCorrelationId()) : Duration.ZERO;
    }

    private Duration left(StatefulEntity<?> entity, String partnersId) {
        if (pause.isZero() || paced.has(entity.getId()) || (partnersId != null && paced.has(partnersId))) {
            return Duration.ZERO;
        }
        long millis = entity.getStateTimestamp() + pause.toMillis() - clock.millis();
        return Duration.ofMillis(Math.max(0, Math.min(millis, pause.toMillis())));
    }
}
