package dev.mqttdsp.benchmarks.load;

/** What happens to clients, told on their event loop. */
interface ClientEvents {

    /** It is connected, and subscribed if it was to be. */
    void opened(Client client);

    /** Its CONNECT was answered with that code. */
    void refused(Client client, int code);

    /** It is gone without having said goodbye, or never came. */
    void lost(Client client, String why);

    /**
     * It got a message.
     *
     * @param stamp the first eight bytes of the payload: when it was to be sent, by {@link System#nanoTime()}
     */
    default void received(long stamp) {}

    /** It got all that was there for now. */
    default void readComplete() {}
}
