package dev.mqttdsp.gateway.meter;

import java.util.concurrent.atomic.LongAdder;

/**
 * What has passed through all sessions since the process began. Sessions add to it after each round of reading, not for each
 * message. Thread safe.
 */
public final class Totals {
    final LongAdder bytesToClients = new LongAdder();
    final LongAdder messagesToClients = new LongAdder();
    final LongAdder bytesFromClients = new LongAdder();
    final LongAdder messagesFromClients = new LongAdder();

    /** More has gone to a client. */
    public void toClient(long bytes, long messages) {
        bytesToClients.add(bytes);
        messagesToClients.add(messages);
    }

    /** More has come from a client. */
    public void fromClient(long bytes, long messages) {
        bytesFromClients.add(bytes);
        messagesFromClients.add(messages);
    }
}
