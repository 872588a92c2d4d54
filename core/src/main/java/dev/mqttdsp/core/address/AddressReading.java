package dev.mqttdsp.core.address;

import java.util.List;

/** What came of reading a data address. */
public sealed interface AddressReading {

    /**
     * The address is valid.
     *
     * @param address its content
     */
    record Valid(MqttAddress address) implements AddressReading {}

    /**
     * The address is refused.
     *
     * @param problems all that is wrong with it, at least one
     */
    record Invalid(List<AddressProblem> problems) implements AddressReading {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
