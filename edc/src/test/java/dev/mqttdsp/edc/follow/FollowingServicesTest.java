package dev.mqttdsp.edc.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.Party;
import dev.mqttdsp.edc.OpenGrants;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessProtocolService;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.command.ResumeTransferCommand;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.command.SuspendTransferCommand;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.command.TerminateTransferCommand;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.protocol.TransferCompletionMessage;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.protocol.TransferStartMessage;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.protocol.TransferSuspensionMessage;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.protocol.TransferTerminationMessage;
import org.eclipse.edc.spi.result.ServiceFailure;
import org.eclipse.edc.spi.result.ServiceResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FollowingServicesTest {
    private final OpenGrants open = new OpenGrants(Clock.systemUTC());
    private final TransferFollower follower = new TransferFollower(open.grants, open.store);
    private final ResumeRule rule = new ResumeRule(open.store);
    private final List<String> reached = new ArrayList<>();

    @BeforeEach
    void openGrant() {
        open.open("flow", Instant.MAX);
    }

    @Nested
    class Commands {
        @Test
        void anAcceptedSuspensionCutsAccessAtOnce() {
            commands(ServiceResult.success()).suspend(new SuspendTransferCommand("flow", "pause"));

            assertThat(open.grant("flow").state()).isEqualTo(Grant.State.SUSPENDED);
            assertThat(open.grant("flow").suspendedBy()).hasValue(Party.PROVIDER);
        }

        @Test
        void anAcceptedTerminationAndAnAcceptedCompletionEndAccessAtOnce() {
            open.open("other", Instant.MAX);

            commands(ServiceResult.success()).terminate(new TerminateTransferCommand("flow", "enough"));
            commands(ServiceResult.success()).complete("other");

            assertThat(open.grant("flow").state()).isEqualTo(Grant.State.ENDED);
            assertThat(open.grant("other").state()).isEqualTo(Grant.State.ENDED);
        }

        @Test
        void aRefusedCommandChangesNothing() {
            FollowingTransferService commands = commands(ServiceResult.conflict("not now"));

            commands.suspend(new SuspendTransferCommand("flow", "pause"));
            commands.terminate(new TerminateTransferCommand("flow", "enough"));
            commands.complete("flow");

            assertThat(open.grant("flow").state()).isEqualTo(Grant.State.OPEN);
        }

        @Test
        void whatTheProviderSuspendedItsConsumerDoesNotEvenTryToResume() {
            heard(TransferProcess.Type.CONSUMER, TransferProcessStates.SUSPENDING_REQUESTED);

            ServiceResult<Void> resumed =
                    commands(ServiceResult.success()).resume(new ResumeTransferCommand("transfer"));

            assertThat(resumed.reason()).isEqualTo(ServiceFailure.Reason.CONFLICT);
            assertThat(resumed.getFailureDetail()).contains("the provider alone can resume it");
            assertThat(reached).doesNotContain("resume");
        }

        @Test
        void onceTheProviderHasStartedItAgainTheConsumerMaySuspendAndResume() {
            heard(TransferProcess.Type.CONSUMER, TransferProcessStates.SUSPENDING_REQUESTED);
            heard(TransferProcess.Type.CONSUMER, TransferProcessStates.STARTED);

            assertThat(commands(ServiceResult.success())
                            .resume(new ResumeTransferCommand("transfer"))
                            .succeeded())
                    .isTrue();
        }

        private void heard(TransferProcess.Type type, TransferProcessStates state) {
            rule.heardFromProvider(OpenGrants.transfer("transfer", type, state));
        }
    }

    @Nested
    class Messages {
        @Test
        void anAcceptedSuspensionCutsAccessAtOnce() {
            messages(ServiceResult.success(at(TransferProcessStates.SUSPENDING_REQUESTED)))
                    .notifySuspended(null, suspension(), null);

            assertThat(open.grant("flow").state()).isEqualTo(Grant.State.SUSPENDED);
            assertThat(open.grant("flow").suspendedBy()).hasValue(Party.CONSUMER);
        }

        @Test
        void anAcceptedTerminationAndAnAcceptedCompletionEndAccessAtOnce() {
            messages(ServiceResult.success(at(TransferProcessStates.TERMINATING_REQUESTED)))
                    .notifyTerminated(null, termination(), null);
            assertThat(open.grant("flow").state()).isEqualTo(Grant.State.ENDED);

            open.open("other", Instant.MAX);
            messages(ServiceResult.success(OpenGrants.transfer(
                            "other", TransferProcess.Type.PROVIDER, TransferProcessStates.COMPLETING_REQUESTED)))
                    .notifyCompleted(null, completion(), null);
            assertThat(open.grant("other").state()).isEqualTo(Grant.State.ENDED);
        }

        @Test
        void aRefusedMessageChangesNothing() {
            FollowingProtocolService messages = messages(ServiceResult.notFound("no such transfer"));

            messages.notifySuspended(null, suspension(), null);
            messages.notifyTerminated(null, termination(), null);
            messages.notifyCompleted(null, completion(), null);

            assertThat(open.grant("flow").state()).isEqualTo(Grant.State.OPEN);
        }

        @Test
        void aRepeatedSuspensionMessageAfterTheResumptionCutsNothing() {
            // EDC answers success to a message it has seen before, and leaves the transfer as it is.
            messages(ServiceResult.success(at(TransferProcessStates.STARTED)))
                    .notifySuspended(null, suspension(), null);

            assertThat(open.grant("flow").state()).isEqualTo(Grant.State.OPEN);
        }

        @Test
        void whatTheProviderSuspendedTheConsumerCannotResume() {
            open.grants.suspend("flow", Party.PROVIDER);

            ServiceResult<TransferProcess> resumed = messages(
                            ServiceResult.success(at(TransferProcessStates.SUSPENDED)))
                    .notifyStarted(null, start(), null);

            assertThat(resumed.reason()).isEqualTo(ServiceFailure.Reason.CONFLICT);
            assertThat(reached).containsExactly("findById");
        }

        @Test
        void aStrangerWhoTriesToResumeDoesNotLearnWhy() {
            open.grants.suspend("flow", Party.PROVIDER);

            ServiceResult<TransferProcess> resumed =
                    messages(ServiceResult.notFound("Not found")).notifyStarted(null, start(), null);

            assertThat(resumed.reason()).isEqualTo(ServiceFailure.Reason.NOT_FOUND);
            assertThat(resumed.getFailureDetail()).isEqualTo("Not found");
        }

        @Test
        void whatTheConsumerSuspendedTheConsumerMayResume() {
            open.grants.suspend("flow", Party.CONSUMER);

            ServiceResult<TransferProcess> resumed = messages(ServiceResult.success(at(TransferProcessStates.STARTING)))
                    .notifyStarted(null, start(), null);

            assertThat(resumed.succeeded()).isTrue();
            assertThat(reached).containsExactly("notifyStarted");
        }

        private TransferProcess at(TransferProcessStates state) {
            return OpenGrants.transfer("flow", TransferProcess.Type.PROVIDER, state);
        }
    }

    private FollowingTransferService commands(ServiceResult<Void> answer) {
        return new FollowingTransferService(answering(TransferProcessService.class, answer), follower, rule);
    }

    private FollowingProtocolService messages(ServiceResult<TransferProcess> answer) {
        return new FollowingProtocolService(
                answering(TransferProcessProtocolService.class, answer), follower, rule, new TerminationReasons());
    }

    /** EDC's service, which gives that answer to everything. */
    private <S> S answering(Class<S> service, Object answer) {
        return service.cast(Proxy.newProxyInstance(
                service.getClassLoader(), new Class<?>[] {service}, (proxy, method, arguments) -> {
                    reached.add(method.getName());
                    return answer;
                }));
    }

    private static TransferStartMessage start() {
        return TransferStartMessage.Builder.newInstance()
                .processId("flow")
                .consumerPid("transfer")
                .providerPid("flow")
                .protocol("dataspace-protocol-http:2025-1")
                .counterPartyAddress("http://localhost")
                .build();
    }

    private static TransferSuspensionMessage suspension() {
        return TransferSuspensionMessage.Builder.newInstance()
                .processId("flow")
                .consumerPid("transfer")
                .providerPid("flow")
                .counterPartyAddress("http://localhost")
                .build();
    }

    private static TransferTerminationMessage termination() {
        return TransferTerminationMessage.Builder.newInstance()
                .processId("flow")
                .consumerPid("transfer")
                .providerPid("flow")
                .counterPartyAddress("http://localhost")
                .build();
    }

    private static TransferCompletionMessage completion() {
        return TransferCompletionMessage.Builder.newInstance()
                .processId("flow")
                .consumerPid("transfer")
                .providerPid("flow")
                .counterPartyAddress("http://localhost")
                .build();
    }
}
