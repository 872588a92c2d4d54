package dev.mqttdsp.pacing.runtime;

import java.util.Set;
import org.eclipse.edc.connector.controlplane.asset.spi.domain.Asset;
import org.eclipse.edc.connector.controlplane.transfer.spi.flow.DataFlowController;
import org.eclipse.edc.connector.controlplane.transfer.spi.flow.DataFlowManager;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.DataFlowResponse;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.policy.model.Policy;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.spi.response.StatusResult;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.spi.types.domain.DataAddress;
import org.eclipse.edc.web.jetty.JettyService;

/** Transfers of nothing, so that what is measured is the control plane; and a runtime that keeps to loopback. */
public final class NothingFlows implements ServiceExtension {
    @Inject
    private DataFlowManager flows;

    @Inject
    private JettyService jetty;

    @Override
    public void initialize(ServiceExtensionContext context) {
        jetty.addConnectorConfigurationCallback(connector -> connector.setHost("127.0.0.1"));
        flows.register(100, new Controller());
    }

    private static final class Controller implements DataFlowController {
        @Override
        public boolean canHandle(TransferProcess process) {
            return "Nothing-PULL".equals(process.getTransferType());
        }

        @Override
        public StatusResult<DataFlowResponse> prepare(TransferProcess process, Policy policy) {
            return StatusResult.success(DataFlowResponse.Builder.newInstance().build());
        }

        @Override
        public StatusResult<DataFlowResponse> start(TransferProcess process, Policy policy) {
            DataAddress address = DataAddress.Builder.newInstance()
                    .type("Nothing")
                    .property("nowhere", "true")
                    .build();
            return StatusResult.success(
                    DataFlowResponse.Builder.newInstance().dataAddress(address).build());
        }

        @Override
        public StatusResult<Void> suspend(TransferProcess process) {
            return StatusResult.success();
        }

        @Override
        public StatusResult<Void> terminate(TransferProcess process) {
            return StatusResult.success();
        }

        @Override
        public Set<String> transferTypesFor(Asset asset) {
            return Set.of("Nothing-PULL");
        }
    }
}
