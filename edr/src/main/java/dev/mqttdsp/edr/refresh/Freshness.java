package dev.mqttdsp.edr.refresh;

import org.eclipse.edc.spi.types.domain.DataAddress;

/** What came of looking whether a data address is still fresh. */
public sealed interface Freshness {

    /**
     * It is of use.
     *
     * @param address as it is stored now
     */
    record Fresh(DataAddress address) implements Freshness {}

    /**
     * Its access token is over, and there was no other to be had.
     *
     * @param reason for the user's eyes
     */
    record Over(String reason) implements Freshness {}

    /** In the meantime the transfer has been suspended or has ended, or it was given another data address. */
    record Changed() implements Freshness {}
}
