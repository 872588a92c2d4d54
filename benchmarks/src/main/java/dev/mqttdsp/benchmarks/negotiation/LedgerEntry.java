package dev.mqttdsp.benchmarks.negotiation;

/**
 * A negotiation or a transfer, as one side has it stored.
 *
 * @param id its id here: DSP's {@code consumerPid} at the consumer, {@code providerPid} at the provider
 * @param peerId its id at the other side, as far as this side knows; empty before the other has answered
 * @param state EDC's name of it
 * @param agreement the agreement's id as it went over the wire, empty before there is one
 * @param reason why it ended, empty where that is unknown
 */
record LedgerEntry(String id, String peerId, String state, String agreement, String reason) {
    @Override
    public String toString() {
        return state + " (id " + id + ", the other's id " + named(peerId) + ", agreement " + named(agreement)
                + (reason.isEmpty() ? "" : ", reason: " + reason) + ")";
    }

    private static String named(String text) {
        return text.isEmpty() ? "unknown" : text;
    }
}
