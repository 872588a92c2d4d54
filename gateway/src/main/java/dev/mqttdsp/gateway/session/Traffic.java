package dev.mqttdsp.gateway.session;

import dev.mqttdsp.gateway.meter.Totals;

/**
 * What has gone to and fro in one session: bytes of MQTT, and messages, PUBLISH packets whoever may see them again. Belongs to
 * one event loop.
 */
final class Traffic {
    private long bytesToClient;
    private long messagesToClient;
    private long bytesFromClient;
    private long messagesFromClient;
    private long packetsFromClient;
    private long settledToClient;
    private long settledMessagesToClient;
    private long settledFromClient;
    private long settledMessagesFromClient;

    void bytesToClient(int bytes) {
        bytesToClient += bytes;
    }

    void messageToClient() {
        messagesToClient++;
    }

    void bytesFromClient(int bytes) {
        bytesFromClient += bytes;
    }

    void messageFromClient() {
        messagesFromClient++;
        packetsFromClient++;
    }

    /** Something else than a message that the client did not have to send, as acknowledgements are. */
    void packetFromClient() {
        packetsFromClient++;
    }

    /** Adds what is new since the last time. */
    void settle(Totals totals) {
        if (bytesToClient > settledToClient) {
            totals.toClient(bytesToClient - settledToClient, messagesToClient - settledMessagesToClient);
            settledToClient = bytesToClient;
            settledMessagesToClient = messagesToClient;
        }
        if (bytesFromClient > settledFromClient) {
            totals.fromClient(bytesFromClient - settledFromClient, messagesFromClient - settledMessagesFromClient);
            settledFromClient = bytesFromClient;
            settledMessagesFromClient = messagesFromClient;
        }
    }

    long bytesToClient() {
        return bytesToClient;
    }

    long messagesToClient() {
        return messagesToClient;
    }

    long bytesFromClient() {
        return bytesFromClient;
    }

    long messagesFromClient() {
        return messagesFromClient;
    }

    long packetsFromClient() {
        return packetsFromClient;
    }
}
