package dev.mqttdsp.pacing.wake;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.edc.spi.system.ExecutorInstrumentation;

/** Gets hold of the executors on which the state machines sleep, and wakes them. */
public final class WakeUps implements ExecutorInstrumentation {
    private final ExecutorInstrumentation delegate;
    private final Map<StateMachine, WakeableExecutor> executors = new ConcurrentHashMap<>();

    public WakeUps(ExecutorInstrumentation delegate) {
        this.delegate = delegate;
    }

    @Override
    public ScheduledExecutorService instrument(ScheduledExecutorService target, String name) {
        ScheduledExecutorService instrumented = delegate.instrument(target, name);
        return StateMachine.ofExecutor(name)
                .<ScheduledExecutorService>map(machine -> {
                    WakeableExecutor wakeable = new WakeableExecutor(instrumented);
                    executors.put(machine, wakeable);
                    return wakeable;
                })
                .orElse(instrumented);
    }

    @Override
    public ExecutorService instrument(ExecutorService target, String name) {
        return delegate.instrument(target, name);
    }

    /** Lets the state machine look at its store after that time. Does nothing while it has not started. */
    public void wake(StateMachine machine, Duration delay) {
        WakeableExecutor executor = executors.get(machine);
        if (executor != null) {
            executor.wake(delay);
        }
    }
}
