package dev.mqttdsp.pacing.wake;

import java.util.Arrays;
import java.util.Optional;

/** The state machines of a control plane. */
public enum StateMachine {
    CONSUMER_NEGOTIATIONS("ConsumerContractNegotiationManager"),
    PROVIDER_NEGOTIATIONS("ProviderContractNegotiationManager"),
    TRANSFERS("TransferProcessManager");

    private final String name;

    StateMachine(String name) {
        this.name = name;
    }

    /** The one whose executor EDC has named so: it takes the simple name of the implementing class. */
    static Optional<StateMachine> ofExecutor(String executorName) {
        return Arrays.stream(values())
                .filter(machine -> executorName.startsWith(machine.name))
                .findFirst();
    }
}
