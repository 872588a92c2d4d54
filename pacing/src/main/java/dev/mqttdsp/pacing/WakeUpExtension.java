package dev.mqttdsp.pacing;

import dev.mqttdsp.pacing.wake.WakeUps;
import org.eclipse.edc.runtime.metamodel.annotation.Extension;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provides;
import org.eclipse.edc.spi.system.ExecutorInstrumentation;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;

/** Wraps the executors of the state machines; an instrumentation that is there already, for metrics say, stays. */
@Extension(WakeUpExtension.NAME)
@Provides({ExecutorInstrumentation.class, WakeUps.class})
public final class WakeUpExtension implements ServiceExtension {
    static final String NAME = "Pacing: state machines";

    @Inject
    private ExecutorInstrumentation instrumentation;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        WakeUps wakeUps = new WakeUps(instrumentation);
        if (PacingSettings.read(context.getConfig()).wakeUp()) {
            context.registerService(ExecutorInstrumentation.class, wakeUps);
        }
        context.registerService(WakeUps.class, wakeUps);
    }
}
