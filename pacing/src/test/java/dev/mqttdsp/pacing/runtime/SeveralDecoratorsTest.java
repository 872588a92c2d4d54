package dev.mqttdsp.pacing.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.pacing.HttpPacingExtension;
import dev.mqttdsp.pacing.StorePacingExtension;
import dev.mqttdsp.pacing.TransactionPacingExtension;
import dev.mqttdsp.pacing.WakeUpExtension;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.edc.boot.system.DefaultServiceExtensionContext;
import org.eclipse.edc.boot.system.DependencyGraph;
import org.eclipse.edc.boot.util.CyclicDependencyException;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provides;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.junit.jupiter.api.Test;

/** Why the services that handle messages are not decorated here. */
class SeveralDecoratorsTest {
    private final ServiceExtensionContext context =
            new DefaultServiceExtensionContext(new Monitor() {}, ConfigFactory.empty());

    @Test
    void edcRefusesASecondDecoratorOfAService() {
        List<ServiceExtension> extensions = List.of(new OtherDecorator(), new SecondDecorator());

        assertThatThrownBy(() -> DependencyGraph.of(context, extensions)).isInstanceOf(CyclicDependencyException.class);
    }

    @Test
    void theExtensionsOfThisModuleAndADecoratorOfTheServicesHaveAnOrder() {
        List<ServiceExtension> extensions = Stream.of(
                        new OtherDecorator(),
                        new StorePacingExtension(),
                        new WakeUpExtension(),
                        new HttpPacingExtension(),
                        new TransactionPacingExtension())
                .toList();

        assertThat(DependencyGraph.of(context, extensions).getExtensions()).hasSize(5);
    }

    @Provides(TransferProcessService.class)
    static final class SecondDecorator implements ServiceExtension {
        @Inject
        TransferProcessService transfers;
    }
}
