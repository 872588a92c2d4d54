package dev.mqttdsp.edc.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.address.AddressReader;
import dev.mqttdsp.core.address.SecretAliases;
import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.Party;
import dev.mqttdsp.core.idp.IdpAnswer;
import dev.mqttdsp.core.idp.IdpFailure;
import dev.mqttdsp.core.outbound.UrlGuard;
import dev.mqttdsp.core.token.IssuedToken;
import dev.mqttdsp.edc.OpenGrants;
import dev.mqttdsp.edc.follow.TransferFollower;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.edc.connector.controlplane.asset.spi.domain.Asset;
import org.eclipse.edc.connector.controlplane.contract.spi.types.agreement.ContractAgreement;
import org.eclipse.edc.connector.controlplane.services.spi.contractagreement.ContractAgreementService;
import org.eclipse.edc.connector.controlplane.transfer.spi.store.TransferProcessStore;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.DataFlowResponse;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.policy.model.Policy;
import org.eclipse.edc.spi.response.ResponseStatus;
import org.eclipse.edc.spi.response.StatusResult;
import org.eclipse.edc.spi.types.domain.DataAddress;
import org.junit.jupiter.api.Test;

class MqttFlowControllerTest {
    private static final UrlGuard GUARD = new UrlGuard(new UrlGuard.Rules(true, false, Set.of(), Set.of()));

    private static final String EDC = "https://w3id.org/edc/v0.0.1/ns/";
    private static final String MQTT = "https://w3id.org/dspace/2025/1/mqtt-pull/";
    private static final Policy POLICY = Policy.Builder.newInstance().build();

    private final OpenGrants open = new OpenGrants(Clock.systemUTC());
    private final Map<String, TransferProcess> transfers = new HashMap<>();
    private final Map<String, ContractAgreement> agreements = new HashMap<>(Map.of(
            "contract",
            ContractAgreement.Builder.newInstance()
                    .id("contract")
                    .agreementId("the id that both sides know")
                    .providerId("provider")
                    .consumerId("consumer")
                    .assetId("asset")
                    .policy(POLICY)
                    .build()));
    private final List<AccessEvent> events = new ArrayList<>();
    private final MqttFlowController controller = new MqttFlowController(
            open.grants,
            new FlowRequests(
                    finding(ContractAgreementService.class, agreements),
                    new AddressReader(new Brokers(List.of()), false, SecretAliases.ANY, GUARD),
                    "provider"),
            finding(TransferProcessStore.class, transfers),
            new TransferFollower(open.grants, open.store),
            events::add,
            Clock.systemUTC());

    @Test
    void anMqttAssetIsOfferedAsMqttPullAndOthersAreNot() {
        assertThat(controller.transferTypesFor(asset(mqtt()))).containsExactly("Mqtt-PULL");
        assertThat(controller.transferTypesFor(asset(http()))).isEmpty();
        assertThat(controller.transferTypesFor(asset(null))).isEmpty();
    }

    @Test
    void startingOpensAGrantAndHandsOutItsAddress() {
        StatusResult<DataFlowResponse> result = start(TransferProcessStates.STARTING, mqtt(), "Mqtt-PULL");

        DataAddress address = result.getContent().getDataAddress();
        assertThat(address.getType()).isEqualTo("Mqtt");
        assertThat(address.getStringProperty(MQTT + "baseUrl")).isEqualTo("wss://localhost:8884/mqtt");
        assertThat(address.getStringProperty("authorization")).isNotBlank();
        assertThat(address.getProperties().values())
                .allSatisfy(value -> assertThat(value).isInstanceOf(String.class));
        Grant grant = open.grant("flow");
        assertThat(grant.consumer()).isEqualTo("consumer");
        assertThat(grant.agreementId()).isEqualTo("the id that both sides know");
        assertThat(grant.contractEnd()).isEqualTo(Instant.MAX);
    }

    @Test
    void startingAgainBecauseTheMessageGotLostKeepsTheGrant() {
        start(TransferProcessStates.STARTING, mqtt(), "Mqtt-PULL");
        Grant first = open.grant("flow");

        assertThat(start(TransferProcessStates.STARTING, mqtt(), "Mqtt-PULL").succeeded())
                .isTrue();

        assertThat(open.grant("flow")).isEqualTo(first);
    }

    @Test
    void otherTransferTypesOfAnMqttAssetAndMqttPullOfOtherAssetsAreTakenAndRefused() {
        TransferProcess asHttp = transfer(TransferProcessStates.STARTING, mqtt(), "HttpData-PULL");
        TransferProcess ofHttp = transfer(TransferProcessStates.STARTING, http(), "Mqtt-PULL");
        assertThat(controller.canHandle(asHttp)).isTrue();
        assertThat(controller.canHandle(ofHttp)).isTrue();
        assertThat(controller.canHandle(transfer(TransferProcessStates.STARTING, http(), "HttpData-PULL")))
                .isFalse();

        assertRefused(controller.start(asHttp, POLICY), "NOT_OFFERED");
        assertRefused(controller.start(ofHttp, POLICY), "NOT_OFFERED");
        assertThat(open.store.find("flow")).isEmpty();
    }

    @Test
    void anAddressThatIsNoLongerValidHereIsRefusedWithoutTellingThePartnerWhy() {
        DataAddress address =
                mqtt().toBuilder().property(EDC + "mqttBroker", "an inner name").build();

        StatusResult<DataFlowResponse> result = start(TransferProcessStates.STARTING, address, "Mqtt-PULL");

        assertRefused(result, "NOT_OFFERED");
        assertThat(result.getFailureDetail()).doesNotContain("inner name");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(AccessEvent.Kind.NOT_GIVEN);
            assertThat(event.reason()).isEqualTo("NOT_OFFERED");
            assertThat(event.subject())
                    .isEqualTo(new AccessEvent.Subject("flow", "consumer", "the id that both sides know", "asset"));
            assertThat(event.details().get("because")).contains("inner name");
        });
    }

    @Test
    void aTokenOfAnIdentityProviderIsAskedForAndEdcComesAgain() {
        StatusResult<DataFlowResponse> first =
                start(TransferProcessStates.STARTING, withIdentityProvider(), "Mqtt-PULL");
        StatusResult<DataFlowResponse> second =
                start(TransferProcessStates.STARTING, withIdentityProvider(), "Mqtt-PULL");
        open.identityProvider = new IdpAnswer.Issued(
                new IssuedToken("its token", "id", Instant.now().plusSeconds(60)));
        start(TransferProcessStates.STARTING, withIdentityProvider(), "Mqtt-PULL");

        assertThat(first.getFailure().status()).isEqualTo(ResponseStatus.ERROR_RETRY);
        assertThat(first.getFailureDetail()).isEqualTo("Mqtt-PULL not started: IDP_PENDING");
        assertThat(second.getFailure().status()).isEqualTo(ResponseStatus.ERROR_RETRY);
        assertThat(second.getFailureDetail()).isEqualTo("Mqtt-PULL not started: IDP_UNREACHABLE");
        assertThat(start(TransferProcessStates.STARTING, withIdentityProvider(), "Mqtt-PULL")
                        .getContent()
                        .getDataAddress()
                        .getStringProperty("authorization"))
                .isEqualTo("its token");
    }

    @Test
    void whatTryingAgainDoesNotMendEndsTheTransferWithItsCodeAlone() {
        open.identityProvider = new IdpAnswer.Failed(IdpFailure.TOKEN_AUDIENCE, "inner detail");
        start(TransferProcessStates.STARTING, withIdentityProvider(), "Mqtt-PULL");

        StatusResult<DataFlowResponse> second =
                start(TransferProcessStates.STARTING, withIdentityProvider(), "Mqtt-PULL");

        assertRefused(second, "TOKEN_AUDIENCE");
        assertThat(second.getFailureDetail()).doesNotContain("inner");
    }

    private static DataAddress withIdentityProvider() {
        return DataAddress.Builder.newInstance()
                .type("Mqtt")
                .property(EDC + "mqttEndpointType", "mqtt-wss")
                .property(EDC + "baseUrl", "wss://broker.example/mqtt")
                .property("oauth2:tokenUrl", "https://idp.example/token")
                .property("oauth2:clientId", "client")
                .property("oauth2:clientSecretKeyAlias", "alias")
                .build();
    }

    @Test
    void aTransferThatWasTerminatedWhileItStartedGetsNoAccess() {
        TransferProcess copy = transfer(TransferProcessStates.STARTING, mqtt(), "Mqtt-PULL");
        transfer(TransferProcessStates.TERMINATING, mqtt(), "Mqtt-PULL"); // accepted before there was a grant

        assertRefused(controller.start(copy, POLICY), "FLOW_ENDED");

        assertThat(open.grant("flow").state()).isEqualTo(Grant.State.ENDED);
    }

    @Test
    void aResumedTransferGetsAccessOfALaterEpoch() {
        start(TransferProcessStates.STARTING, mqtt(), "Mqtt-PULL");
        long before = open.grant("flow").epoch();
        open.grants.suspend("flow", Party.PROVIDER);

        assertThat(start(TransferProcessStates.RESUMING, mqtt(), "Mqtt-PULL").succeeded())
                .isTrue();

        assertThat(open.grant("flow").state()).isEqualTo(Grant.State.OPEN);
        assertThat(open.grant("flow").epoch()).isGreaterThan(before);
    }

    @Test
    void anOldCopyOfASuspendedTransferDoesNotOpenItAgain() {
        start(TransferProcessStates.STARTING, mqtt(), "Mqtt-PULL");
        open.grants.suspend("flow", Party.PROVIDER);
        TransferProcess copy = transfer(TransferProcessStates.STARTING, mqtt(), "Mqtt-PULL");
        transfer(TransferProcessStates.SUSPENDED, mqtt(), "Mqtt-PULL");

        assertThat(controller.start(copy, POLICY).failed()).isTrue();

        assertThat(open.grant("flow").state()).isEqualTo(Grant.State.SUSPENDED);
    }

    @Test
    void terminatingEndsTheGrantForGood() {
        start(TransferProcessStates.STARTING, mqtt(), "Mqtt-PULL");

        assertThat(controller
                        .terminate(transfer(TransferProcessStates.TERMINATING, mqtt(), "Mqtt-PULL"))
                        .succeeded())
                .isTrue();

        assertThat(open.grant("flow").state()).isEqualTo(Grant.State.ENDED);
        assertRefused(start(TransferProcessStates.STARTING, mqtt(), "Mqtt-PULL"), "FLOW_ENDED");
    }

    @Test
    void terminatingAndSuspendingWhatNeverStartedIsSuccess() {
        assertThat(controller
                        .terminate(transfer(TransferProcessStates.TERMINATING, mqtt(), "Mqtt-PULL"))
                        .succeeded())
                .isTrue();
        assertThat(controller
                        .suspend(transfer(TransferProcessStates.SUSPENDING, mqtt(), "Mqtt-PULL"))
                        .succeeded())
                .isTrue();
    }

    private StatusResult<DataFlowResponse> start(TransferProcessStates state, DataAddress source, String type) {
        return controller.start(transfer(state, source, type), POLICY);
    }

    /** A transfer in that state, stored so. */
    private TransferProcess transfer(TransferProcessStates state, DataAddress source, String type) {
        TransferProcess process = TransferProcess.Builder.newInstance()
                .id("flow")
                .correlationId("transfer")
                .type(TransferProcess.Type.PROVIDER)
                .assetId("asset")
                .contractId("contract")
                .transferType(type)
                .contentDataAddress(source)
                .participantContextId("provider")
                .state(state.code())
                .build();
        transfers.put("flow", process);
        return process;
    }

    private static DataAddress mqtt() {
        return DataAddress.Builder.newInstance()
                .type("Mqtt")
                .property(EDC + "baseUrl", "mqtt://localhost:1883")
                .property(EDC + "mqttEndpointType", "mqtt-wss")
                .property(MQTT + "topic", "plant/#")
                .build();
    }

    private static DataAddress http() {
        return DataAddress.Builder.newInstance()
                .type("HttpData")
                .property(EDC + "baseUrl", "http://localhost")
                .build();
    }

    private static Asset asset(DataAddress address) {
        return Asset.Builder.newInstance().id("asset").dataAddress(address).build();
    }

    private static void assertRefused(StatusResult<DataFlowResponse> result, String code) {
        assertThat(result.failed()).isTrue();
        assertThat(result.getFailure().status()).isEqualTo(ResponseStatus.FATAL_ERROR);
        assertThat(result.getFailureDetail()).isEqualTo("Mqtt-PULL not started: " + code);
    }

    /** A service of EDC's that finds these things by their ids. */
    private static <S> S finding(Class<S> service, Map<String, ?> things) {
        return service.cast(Proxy.newProxyInstance(
                service.getClassLoader(),
                new Class<?>[] {service},
                (proxy, method, arguments) -> things.get((String) arguments[0])));
    }
}
