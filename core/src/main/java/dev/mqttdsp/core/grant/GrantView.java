package dev.mqttdsp.core.grant;

import java.util.Optional;
import java.util.function.Consumer;

/** The grants as those see them who enforce access. */
public interface GrantView {

    /** The grant of that flow, ended ones included while they are remembered. */
    Optional<Grant> find(String flowId);

    /**
     * Calls the watcher with the flow id after every change of a grant, on the thread that made the change. Calls for
     * one grant may come in any order: read the grant anew and act on what it says. A watcher must not block, and must
     * not throw.
     *
     * @return ends the watching
     */
    Runnable watch(Consumer<String> watcher);
}
