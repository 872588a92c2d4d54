package dev.mqttdsp.pacing.wake;

/** Tells when what this thread has stored can be seen by others. */
public interface Commits {

    /**
     * Runs the action once the transaction that surrounds the caller has ended, at once where there is none.
     *
     * <p>It also runs when the transaction was rolled back: actions look again at what is stored, and stores without
     * transactions keep what a failing block has written.
     *
     * @param action must neither block nor throw
     */
    void after(Runnable action);
}
