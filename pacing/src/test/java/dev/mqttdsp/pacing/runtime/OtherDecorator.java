package dev.mqttdsp.pacing.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.eclipse.edc.connector.controlplane.services.spi.contractnegotiation.ContractNegotiationProtocolService;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessProtocolService;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provides;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;

/** Decorates what other modules decorate. EDC allows it to one extension for each service: a second one is a cycle. */
@Provides({ContractNegotiationProtocolService.class, TransferProcessProtocolService.class, TransferProcessService.class
})
public final class OtherDecorator implements ServiceExtension {
    @Inject
    private ContractNegotiationProtocolService negotiationProtocol;

    @Inject
    private TransferProcessProtocolService transferProtocol;

    @Inject
    private TransferProcessService transfers;

    @Override
    public void initialize(ServiceExtensionContext context) {
        context.registerService(
                ContractNegotiationProtocolService.class,
                decorated(ContractNegotiationProtocolService.class, negotiationProtocol));
        context.registerService(
                TransferProcessProtocolService.class,
                decorated(TransferProcessProtocolService.class, transferProtocol));
        context.registerService(TransferProcessService.class, decorated(TransferProcessService.class, transfers));
    }

    private static <T> T decorated(Class<T> type, T service) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(service, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
