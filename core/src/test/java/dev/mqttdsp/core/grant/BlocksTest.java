package dev.mqttdsp.core.grant;

import static dev.mqttdsp.core.grant.Fixture.credential;
import static dev.mqttdsp.core.grant.Fixture.request;
import static dev.mqttdsp.core.grant.Fixture.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.grant.Admission.Admitted;
import dev.mqttdsp.core.grant.Admission.Denied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlocksTest {
    private static final String CONSUMER = "BPNL-consumer";

    private final Fixture provider = new Fixture();
    private final Grants grants = provider.grants;
    private final Blocks blocks =
            new Blocks(provider.barred, provider.store, grants, provider.events::add, provider.clock);

    @Test
    void allAccessOfTheParticipantEndsAndNobodyElses() throws IOException {
        String open = token(grants.start(request("open")));
        grants.start(request("suspended"));
        grants.suspend("suspended", Party.CONSUMER);
        FlowRequest ofAnother = ofAnother("other");
        String other = token(grants.start(ofAnother));
        List<String> changed = new ArrayList<>();
        provider.store.watch(changed::add);

        blocks.block(CONSUMER, "unpaid");

        assertThat(changed).containsExactlyInAnyOrder("open", "suspended");
        assertThat(provider.store.living()).extracting(Grant::flowId).containsExactly("other");
        assertThat(provider.admit(open)).isEqualTo(denied("open"));
        assertThat(provider.admit(other)).isInstanceOf(Admitted.class);
        assertThat(reasons(Kind.ENDED)).containsOnly("PARTICIPANT_BLOCKED").hasSize(2);
        assertThat(told(Kind.BLOCKED)).singleElement().satisfies(event -> {
            assertThat(event.subject().consumer()).isEqualTo(CONSUMER);
            assertThat(event.details()).containsEntry("because", "unpaid");
        });
    }

    @Test
    void nothingIsGivenToABlockedParticipant() throws IOException {
        var given = credential(grants.start(request("f")));
        grants.start(request("suspended"));
        grants.suspend("suspended", Party.PROVIDER);

        blocks.block(CONSUMER, "");

        var refused = new StartOutcome.Refused(StartOutcome.Reason.PARTICIPANT_BLOCKED);
        assertThat(grants.start(request("new"))).isEqualTo(refused);
        assertThat(grants.start(request("f"))).isEqualTo(refused);
        assertThat(grants.resume(request("suspended"))).isEqualTo(refused);
        assertThat(Fixture.refresh(grants, given.refreshToken()))
                .isEqualTo(new RefreshOutcome.Refused(RefreshOutcome.Reason.PARTICIPANT_BLOCKED, Optional.of("f")));
        assertThat(provider.admit(given.accessToken().value())).isEqualTo(denied("f"));
        assertThat(provider.store.find("new")).isEmpty();
        assertThat(reasons(Kind.NOT_GIVEN)).containsOnly("PARTICIPANT_BLOCKED").hasSize(3);
        assertThat(reasons(Kind.REFRESH_REFUSED)).containsExactly("PARTICIPANT_BLOCKED");
    }

    @Test
    void afterwardsNewAccessIsGivenAndTheOldStaysDead() throws IOException {
        String old = token(grants.start(request("old")));
        blocks.block(CONSUMER, "");

        assertThat(blocks.unblock(CONSUMER)).isTrue();

        assertThat(provider.admit(token(grants.start(request("new"))))).isInstanceOf(Admitted.class);
        assertThat(provider.admit(old)).isEqualTo(new Denied(Admission.Reason.FLOW_ENDED, Optional.of("old")));
        assertThat(told(Kind.UNBLOCKED)).hasSize(1);
        assertThat(blocks.unblock(CONSUMER)).isFalse();
        assertThat(told(Kind.UNBLOCKED)).hasSize(1);
    }

    @Test
    void blockingTwiceIsToldOnce() throws IOException {
        blocks.block(CONSUMER, "first");
        blocks.block(CONSUMER, "second");

        assertThat(told(Kind.BLOCKED)).hasSize(1);
        assertThat(blocks.all()).extracting(Barred.Bar::reason).containsExactly("first");
    }

    @Test
    void aListThatCannotBeKeptSavesNobodyFromBeingCutOff(@TempDir Path directory) throws IOException {
        String given = token(grants.start(request("f")));
        Barred unwritable = Barred.in(Files.createFile(directory.resolve("file")));
        Blocks failing = new Blocks(unwritable, provider.store, grants, provider.events::add, provider.clock);

        assertThatThrownBy(() -> failing.block(CONSUMER, "")).isInstanceOf(IOException.class);

        assertThat(provider.admit(given)).isInstanceOf(Denied.class);
    }

    @Test
    void noStartSlipsThroughWhileItsParticipantIsBlocked() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 200; round++) {
                String flow = "f" + round;
                CyclicBarrier together = new CyclicBarrier(2);
                Callable<StartOutcome> start = () -> {
                    together.await();
                    return grants.start(request(flow));
                };
                Future<StartOutcome> started = executor.submit(start);
                together.await();
                blocks.block(CONSUMER, "");
                started.get();

                assertThat(provider.store.living()).isEmpty();
                blocks.unblock(CONSUMER);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static FlowRequest ofAnother(String flow) {
        FlowRequest request = request(flow);
        return new FlowRequest(
                flow, request.provider(), "BPNL-other", "agreement-2", "asset-1", request.address(), Instant.MAX);
    }

    private static Denied denied(String flow) {
        return new Denied(Admission.Reason.PARTICIPANT_BLOCKED, Optional.of(flow));
    }

    private List<AccessEvent> told(Kind kind) {
        return provider.events.stream().filter(event -> event.kind() == kind).toList();
    }

    private List<String> reasons(Kind kind) {
        return told(kind).stream().map(AccessEvent::reason).toList();
    }
}
