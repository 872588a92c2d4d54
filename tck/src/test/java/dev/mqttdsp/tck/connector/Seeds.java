package dev.mqttdsp.tck.connector;

import java.time.Clock;
import org.eclipse.edc.connector.controlplane.asset.spi.domain.Asset;
import org.eclipse.edc.connector.controlplane.asset.spi.index.AssetIndex;
import org.eclipse.edc.connector.controlplane.contract.spi.negotiation.store.ContractNegotiationStore;
import org.eclipse.edc.connector.controlplane.contract.spi.offer.store.ContractDefinitionStore;
import org.eclipse.edc.connector.controlplane.contract.spi.types.agreement.ContractAgreement;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiationStates;
import org.eclipse.edc.connector.controlplane.contract.spi.types.offer.ContractDefinition;
import org.eclipse.edc.connector.controlplane.policy.spi.PolicyDefinition;
import org.eclipse.edc.connector.controlplane.policy.spi.store.PolicyDefinitionStore;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.result.StoreResult;
import org.eclipse.edc.spi.types.domain.DataAddress;

/**
 * What has to be there before the first test: an asset for each negotiation in which the connector is the provider and for
 * the catalog, and an agreement for each transfer.
 *
 * <p>All assets are MQTT topics, so the transfers run through the connector's own flow controller and grants. Nobody
 * connects to the broker.
 */
record Seeds(
        AssetIndex assets,
        PolicyDefinitionStore policies,
        ContractDefinitionStore definitions,
        ContractNegotiationStore negotiations,
        String participantContext,
        Clock clock) {
    private static final String POLICY = "use";
    private static final String TRANSFERRED = "topic";

    void sow() {
        check(policies.create(PolicyDefinition.Builder.newInstance()
                .id(POLICY)
                .policy(Policies.use())
                .participantContextId(participantContext)
                .build()));
        check(definitions.save(ContractDefinition.Builder.newInstance()
                .id(Names.DEFINITION)
                .accessPolicyId(POLICY)
                .contractPolicyId(POLICY)
                .participantContextId(participantContext)
                .build()));
        Script.testsAboutDatasets()
                .filter(test -> !Script.isConsumer(test))
                .map(Names::subjectOf)
                .forEach(this::offer);
        offer(TRANSFERRED);
        Script.testsAboutAgreements().forEach(this::agree);
    }

    private void offer(String id) {
        check(assets.create(Asset.Builder.newInstance()
                .id(id)
                .dataAddress(DataAddress.Builder.newInstance()
                        .type("Mqtt")
                        .property("mqttEndpointType", "mqtt-wss")
                        .property("baseUrl", "mqtt://127.0.0.1:1883")
                        .property("topic", "line1/temperature")
                        .build())
                .participantContextId(participantContext)
                .build()));
    }

    private void agree(String test) {
        String id = Names.subjectOf(test);
        boolean consumer = Script.isConsumer(test);
        String providerId = consumer ? Names.TCK : Names.CONNECTOR;
        String consumerId = consumer ? Names.CONNECTOR : Names.TCK;
        ContractAgreement agreement = ContractAgreement.Builder.newInstance()
                .id(id)
                .agreementId(id)
                .providerId(providerId)
                .consumerId(consumerId)
                .assetId(TRANSFERRED)
                .policy(Policies.contract(providerId, consumerId, TRANSFERRED))
                .contractSigningDate(clock.instant().getEpochSecond())
                .participantContextId(participantContext)
                .build();
        check(negotiations.save(ContractNegotiation.Builder.newInstance()
                .id("of-" + id)
                .type(consumer ? ContractNegotiation.Type.CONSUMER : ContractNegotiation.Type.PROVIDER)
                .state(ContractNegotiationStates.FINALIZED.code())
                .counterPartyId(Names.TCK)
                .counterPartyAddress("http://127.0.0.1/unused")
                .protocol(SignalResource.PROTOCOL)
                .contractAgreement(agreement)
                .participantContextId(participantContext)
                .build()));
    }

    private static void check(StoreResult<?> stored) {
        if (stored.failed()) {
            throw new EdcException(stored.getFailureDetail());
        }
    }
}
