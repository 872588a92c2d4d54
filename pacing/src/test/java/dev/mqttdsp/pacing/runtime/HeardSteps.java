package dev.mqttdsp.pacing.runtime;

import java.lang.reflect.Proxy;
import org.eclipse.edc.connector.controlplane.contract.spi.negotiation.observe.ContractNegotiationListener;
import org.eclipse.edc.connector.controlplane.contract.spi.negotiation.observe.ContractNegotiationObservable;
import org.eclipse.edc.connector.controlplane.transfer.spi.observe.TransferProcessListener;
import org.eclipse.edc.connector.controlplane.transfer.spi.observe.TransferProcessObservable;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.spi.entity.StatefulEntity;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;

/** Writes a line to the log for each step that EDC tells its listeners about: {@code heard STEP ID}. */
public final class HeardSteps implements ServiceExtension {
    @Inject
    private ContractNegotiationObservable negotiations;

    @Inject
    private TransferProcessObservable transfers;

    @Override
    public void initialize(ServiceExtensionContext context) {
        negotiations.registerListener(listener(ContractNegotiationListener.class, context));
        transfers.registerListener(listener(TransferProcessListener.class, context));
    }

    private static <T> T listener(Class<T> type, ServiceExtensionContext context) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.getName().equals("equals") ? (Object) (proxy == arguments[0]) : 0;
                    }
                    context.getMonitor()
                            .info("heard " + method.getName() + " " + ((StatefulEntity<?>) arguments[0]).getId());
                    return null;
                }));
    }
}
