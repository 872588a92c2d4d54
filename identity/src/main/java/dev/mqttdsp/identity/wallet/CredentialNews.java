package dev.mqttdsp.identity.wallet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells whoever wants to know that there is another credential in the wallet. */
final class CredentialNews {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** From now on. */
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** There is one. */
    void tell() {
        listeners.forEach(Runnable::run);
    }
}
