package dev.mqttdsp.edc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.eclipse.edc.connector.controlplane.services.spi.contractagreement.ContractAgreementService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Access ends when the provider has answered that the suspension or the end is accepted; no test waits in between. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedDataspace.class)
class AccessFollowsTransferTest {
    private static Dataspace dataspace;
    private static Door door;
    private static String agreement;
    private static String agreementId;

    @BeforeAll
    static void offer(Dataspace shared) {
        dataspace = shared;
        door = new Door(dataspace.tlsPort);
        dataspace.offer("press", """
                {"type": "Mqtt", "baseUrl": "mqtt://localhost:9", "mqttEndpointType": "mqtt-tls",
                 "dsp-mqtt:topic": "plant/#"}""", "{\"@context\": \"http://www.w3.org/ns/odrl.jsonld\", \"@type\": \"Set\"}");
        agreement = dataspace.agree("press");
        agreementId = dataspace
                .consumer
                .service(ContractAgreementService.class)
                .findById(agreement)
                .getAgreementId();
    }

    @Test
    void whatTheProviderSuspendsIsClosedAtOnceAndTheConsumerCannotResumeIt() throws IOException {
        try (ScriptedConsumer consumer = started()) {
            String flow = consumer.providerPid();
            String token = consumer.token(1);
            assertThat(door.knock(token)).isEqualTo(Door.BROKER_AWAY);

            assertThat(dataspace.provider.suspend(flow).statusCode()).isEqualTo(204);
            assertThat(door.knock(token)).isEqualTo(Door.NOT_AUTHORIZED);

            dataspace.awaitState(dataspace.provider, flow, "SUSPENDED");
            var refusal = consumer.resume();
            assertThat(refusal.statusCode()).isEqualTo(409);
            assertThat(refusal.body()).contains("the provider alone can resume it");
            assertThat(dataspace.provider.transferState(flow)).isEqualTo("SUSPENDED");

            assertThat(dataspace.provider.resume(flow).statusCode()).isEqualTo(204);
            assertThat(door.knock(consumer.token(2))).isEqualTo(Door.BROKER_AWAY);
            assertThat(door.knock(token)).isEqualTo(Door.NOT_AUTHORIZED);
        }
    }

    @Test
    void whatTheConsumerSuspendsIsClosedAtOnceAndTheConsumerMayResumeIt() throws IOException {
        try (ScriptedConsumer consumer = started()) {
            String token = consumer.token(1);

            assertThat(consumer.suspend().statusCode()).isEqualTo(200);
            assertThat(door.knock(token)).isEqualTo(Door.NOT_AUTHORIZED);

            dataspace.awaitState(dataspace.provider, consumer.providerPid(), "SUSPENDED");
            assertThat(consumer.resume().statusCode()).isEqualTo(200);
            assertThat(door.knock(consumer.token(2))).isEqualTo(Door.BROKER_AWAY);
            assertThat(door.knock(token)).isEqualTo(Door.NOT_AUTHORIZED);
        }
    }

    @Test
    void whatTheProviderTerminatesIsClosedAtOnceForGood() throws IOException {
        try (ScriptedConsumer consumer = started()) {
            String flow = consumer.providerPid();
            String token = consumer.token(1);

            assertThat(dataspace.provider.terminate(flow).statusCode()).isEqualTo(204);
            assertThat(door.knock(token)).isEqualTo(Door.NOT_AUTHORIZED);

            dataspace.awaitState(dataspace.provider, flow, "DEPROVISIONED");
            assertThat(dataspace.provider.terminate(flow).statusCode()).isEqualTo(409);
            assertThat(door.knock(token)).isEqualTo(Door.NOT_AUTHORIZED);
        }
    }

    @Test
    void whatTheConsumerTerminatesOrCompletesIsClosedAtOnce() throws IOException {
        try (ScriptedConsumer terminating = started();
                ScriptedConsumer completing = started()) {
            assertThat(terminating.terminate().statusCode()).isEqualTo(200);
            assertThat(door.knock(terminating.token(1))).isEqualTo(Door.NOT_AUTHORIZED);

            assertThat(completing.complete().statusCode()).isEqualTo(200);
            assertThat(door.knock(completing.token(1))).isEqualTo(Door.NOT_AUTHORIZED);
        }
    }

    @Test
    void aConsumerThatTookTheAddressAndAnsweredWithAnErrorHasNoAccessInTheEnd() throws IOException {
        try (ScriptedConsumer consumer = asking(() -> 400)) {
            String token = consumer.token(1);

            await().atMost(Dataspace.PATIENCE).until(() -> door.knock(token), code -> code == Door.NOT_AUTHORIZED);
        }
    }

    @Test
    void aStartMessageThatHadToBeRepeatedLeavesOneOpenFlow() throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        try (ScriptedConsumer consumer = asking(() -> attempts.getAndIncrement() == 0 ? 500 : 200)) {
            dataspace.awaitState(dataspace.provider, consumer.providerPid(), "STARTED");

            assertThat(consumer.started()).hasSizeGreaterThan(1);
            assertThat(door.knock(consumer.token(consumer.started().size()))).isEqualTo(Door.BROKER_AWAY);
            assertThat(dataspace.provider.terminate(consumer.providerPid()).statusCode())
                    .isEqualTo(204);
            assertThat(door.knock(consumer.token(1))).isEqualTo(Door.NOT_AUTHORIZED);
            assertThat(door.knock(consumer.token(2))).isEqualTo(Door.NOT_AUTHORIZED);
        }
    }

    @Test
    void aConsumerOfOursKeepsATransferThatItMayNotResume() {
        String transfer = dataspace.transfer(agreement, "Mqtt-PULL");
        dataspace.awaitState(dataspace.consumer, transfer, "STARTED");
        String flow = dataspace.flowOf(transfer);
        dataspace.awaitState(dataspace.provider, flow, "STARTED");
        assertThat(dataspace.provider.suspend(flow).statusCode()).isEqualTo(204);
        dataspace.awaitState(dataspace.consumer, transfer, "SUSPENDED");
        dataspace.awaitState(dataspace.provider, flow, "SUSPENDED");

        var refusal = dataspace.consumer.resume(transfer);

        assertThat(refusal.statusCode()).isEqualTo(409);
        assertThat(refusal.body()).contains("the provider alone can resume it");
        assertThat(dataspace.provider.resume(flow).statusCode()).isEqualTo(204);
        dataspace.awaitState(dataspace.consumer, transfer, "STARTED");
    }

    /** A consumer whose transfer the provider has started. */
    private static ScriptedConsumer started() throws IOException {
        ScriptedConsumer consumer = asking(() -> 200);
        dataspace.awaitState(dataspace.provider, consumer.providerPid(), "STARTED");
        return consumer;
    }

    private static ScriptedConsumer asking(IntSupplier answerToStart) throws IOException {
        return new ScriptedConsumer(dataspace.provider.dsp(), agreementId, answerToStart);
    }
}
