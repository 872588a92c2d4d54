package dev.mqttdsp.pacing.handout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiationStates.AGREED;
import static org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiationStates.REQUESTED;
import static org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiationStates.REQUESTING;
import static org.eclipse.edc.spi.persistence.StateEntityStore.hasState;
import static org.eclipse.edc.spi.persistence.StateEntityStore.isNotPending;

import dev.mqttdsp.pacing.wake.CommitAwareTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.edc.connector.controlplane.contract.spi.negotiation.store.ContractNegotiationStore;
import org.eclipse.edc.connector.controlplane.contract.spi.types.agreement.ContractAgreement;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation;
import org.eclipse.edc.connector.controlplane.defaults.storage.contractnegotiation.InMemoryContractNegotiationStore;
import org.eclipse.edc.query.CriterionOperatorRegistryImpl;
import org.eclipse.edc.spi.query.Criterion;
import org.eclipse.edc.spi.query.CriterionOperatorRegistry;
import org.eclipse.edc.spi.query.QuerySpec;
import org.eclipse.edc.spi.result.StoreResult;
import org.eclipse.edc.transaction.spi.NoopTransactionContext;
import org.junit.jupiter.api.Test;

class PacedStoreTest {
    private static final Duration PAUSE = Duration.ofMillis(150);

    private final SettableClock clock = new SettableClock();
    private final CriterionOperatorRegistry operators = CriterionOperatorRegistryImpl.ofDefaults();
    private final List<String> changed = new ArrayList<>();
    private final InHand inHand = new InHand(clock);
    private final Courtesy courtesy = new Courtesy(PAUSE, clock);
    private final CommitAwareTransactions transactions = new CommitAwareTransactions(new NoopTransactionContext());
    private final Pace<ContractNegotiation> pace = new Pace<>(
            inHand,
            transactions,
            negotiation -> changed.add(negotiation.getId()),
            true,
            courtesy::left,
            clock,
            operators);
    private final PacedNegotiationStore store =
            new PacedNegotiationStore(new InMemoryContractNegotiationStore(clock, operators), pace);

    @Test
    void whatIsStoredIsTold() {
        store.save(Negotiations.in(REQUESTING, "n"));

        assertThat(changed).containsExactly("n");
    }

    @Test
    void itIsToldAfterTheTransaction() {
        transactions.execute(() -> {
            store.save(Negotiations.in(REQUESTING, "n"));
            assertThat(changed).isEmpty();
        });

        assertThat(changed).containsExactly("n");
    }

    @Test
    void whatAStateMachineGivesBackUnchangedIsNotTold() {
        store.save(Negotiations.in(REQUESTING, "n"));
        changed.clear();

        store.save(handOut(REQUESTING.code()).get(0));

        assertThat(changed).isEmpty();
    }

    @Test
    void whatAStateMachineMovedOnOrFailedAtIsTold() {
        store.save(Negotiations.in(REQUESTING, "n"));
        changed.clear();

        ContractNegotiation failed = handOut(REQUESTING.code()).get(0);
        failed.transitionRequesting();
        store.save(failed);
        ContractNegotiation sent = handOut(REQUESTING.code()).get(0);
        sent.transitionRequested();
        store.save(sent);

        assertThat(changed).containsExactly("n", "n");
    }

    @Test
    void whatIsHandedOutIsInHandUntilItIsCommitted() {
        store.save(Negotiations.in(REQUESTING, "n"));
        assertThat(inHand.whenReturned("n")).isEmpty();

        ContractNegotiation negotiation = handOut(REQUESTING.code()).get(0);
        var returned = inHand.whenReturned("n").orElseThrow();

        transactions.execute(() -> {
            negotiation.transitionRequested();
            store.save(negotiation);
            assertThat(returned).isNotDone();
        });
        assertThat(returned).isDone();
        assertThat(inHand.whenReturned("n")).isEmpty();
    }

    @Test
    void whatIsHandedOutAgainBeforeItsReturnIsToldStaysInHand() {
        List<Runnable> late = new ArrayList<>();
        PacedNegotiationStore busy = new PacedNegotiationStore(
                new InMemoryContractNegotiationStore(clock, operators),
                new Pace<>(inHand, late::add, negotiation -> {}, true, courtesy::left, clock, operators));
        busy.save(Negotiations.in(REQUESTING, "n"));
        ContractNegotiation negotiation =
                busy.nextNotLeased(1, hasState(REQUESTING.code())).get(0);
        negotiation.transitionRequested();
        busy.save(negotiation);
        assertThat(busy.nextNotLeased(1, hasState(REQUESTED.code()))).hasSize(1);

        late.forEach(Runnable::run);

        assertThat(inHand.whenReturned("n").orElseThrow()).isNotDone();
    }

    @Test
    void aHandOutThatNeverComesBackIsForgottenWithItsLease() {
        store.save(Negotiations.in(REQUESTING, "n"));
        handOut(REQUESTING.code());
        var returned = inHand.whenReturned("n").orElseThrow();
        assertThat(handOut(REQUESTING.code())).isEmpty();

        clock.now = clock.now.plus(Duration.ofSeconds(61));

        assertThat(inHand.whenReturned("n")).isEmpty();
        assertThat(handOut(REQUESTING.code())).hasSize(1);
        assertThat(returned).isDone();
    }

    @Test
    void theOldestOnesAreHandedOutFirstAndNoneThatIsLeasedPendingOrOfAnotherKind() {
        store.save(Negotiations.in(REQUESTING, "b", 3));
        store.save(Negotiations.in(REQUESTING, "c", 1));
        store.save(Negotiations.in(REQUESTING, "a", 2));
        ContractNegotiation pending = Negotiations.in(REQUESTING, "pending");
        pending.setPending(true);
        store.save(pending);
        store.save(Negotiations.in(REQUESTING, "leased"));
        assertThat(store.findByIdAndLease("leased").succeeded()).isTrue();

        var criteria = new Criterion[] {hasState(REQUESTING.code()), isNotPending()};

        assertThat(store.nextNotLeased(2, criteria))
                .extracting(ContractNegotiation::getId)
                .containsExactly("c", "a");
        assertThat(store.nextNotLeased(2, criteria))
                .extracting(ContractNegotiation::getId)
                .containsExactly("b");
        assertThat(store.nextNotLeased(2, hasState(REQUESTING.code()), new Criterion("type", "=", "PROVIDER")))
                .isEmpty();
        assertThat(store.nextNotLeased(2, isNotPending())).isEmpty();
    }

    @Test
    void deletedEntitiesAreNotAskedFor() {
        store.save(Negotiations.in(REQUESTING, "n"));
        store.save(Negotiations.in(REQUESTING, "m"));

        assertThat(store.deleteById("n").succeeded()).isTrue();

        assertThat(handOut(REQUESTING.code()))
                .extracting(ContractNegotiation::getId)
                .containsExactly("m");
        assertThat(handOut(AGREED.code())).isEmpty();
    }

    @Test
    void whatAnotherReplicaMovedOnBeforeTheLeaseIsNotHandedOutAndItsLeaseIsGivenBack() {
        Database database = new Database(Negotiations.in(REQUESTED, "n"));
        database.stale = Negotiations.in(REQUESTING, "n");
        PacedNegotiationStore shared = new PacedNegotiationStore(database, pace);

        assertThat(shared.nextNotLeased(5, hasState(REQUESTING.code()))).isEmpty();

        assertThat(database.leased).isFalse();
        assertThat(database.stored.getState()).isEqualTo(REQUESTED.code());
        assertThat(changed).isEmpty();
        assertThat(inHand.whenReturned("n")).isEmpty();
    }

    @Test
    void whatAnotherReplicaFailedAtBeforeTheLeaseIsHandedOutAsItIsNow() {
        ContractNegotiation failed = Negotiations.in(REQUESTING, "n");
        failed.transitionRequesting();
        Database database = new Database(failed);
        database.stale = Negotiations.in(REQUESTING, "n");

        List<ContractNegotiation> next =
                new PacedNegotiationStore(database, pace).nextNotLeased(5, hasState(REQUESTING.code()));

        assertThat(next).extracting(ContractNegotiation::getStateCount).containsExactly(2);
    }

    @Test
    void aMessageIsAppliedToWhatIsStoredWhenTheLeaseIsHeld() {
        Database database = new Database(Negotiations.in(REQUESTED, "n"));
        database.stale = Negotiations.in(REQUESTING, "n");

        var leased = new PacedNegotiationStore(database, pace).findByIdAndLease("n");

        assertThat(leased.getContent().getState()).isEqualTo(REQUESTED.code());
    }

    @Test
    void whatAPartnersMessageHasLedToIsNotHandedOutBeforeItsTime() {
        store.save(Negotiations.in(AGREED, "n", clock.millis()));
        store.save(Negotiations.in(AGREED, "of a paced partner", clock.millis()));
        courtesy.partnerIsPaced("of a paced partner");

        assertThat(handOut(AGREED.code()))
                .extracting(ContractNegotiation::getId)
                .containsExactly("of a paced partner");
        assertThat(inHand.whenReturned("n")).isEmpty();

        clock.now = clock.now.plus(PAUSE);

        assertThat(handOut(AGREED.code()))
                .extracting(ContractNegotiation::getId)
                .containsExactly("n");
    }

    @Test
    void theLeaseOfWhatIsNotDueIsGivenBack() {
        Database database = new Database(Negotiations.in(AGREED, "n", clock.millis()));
        database.stale = database.stored;

        assertThat(new PacedNegotiationStore(database, pace).nextNotLeased(5, hasState(AGREED.code())))
                .isEmpty();
        assertThat(database.leased).isFalse();
    }

    private List<ContractNegotiation> handOut(int state) {
        return store.nextNotLeased(5, hasState(state), new Criterion("type", "=", "CONSUMER"));
    }

    /** Reads an entity before it leases it, as the stores on databases do, and somebody was in between. */
    private static final class Database implements ContractNegotiationStore {
        private ContractNegotiation stored;
        private ContractNegotiation stale;
        private boolean leased;

        private Database(ContractNegotiation stored) {
            this.stored = stored;
        }

        @Override
        public List<ContractNegotiation> nextNotLeased(int max, Criterion... criteria) {
            leased = true;
            return List.of(stale);
        }

        @Override
        public StoreResult<ContractNegotiation> findByIdAndLease(String id) {
            leased = true;
            return StoreResult.success(stale);
        }

        @Override
        public ContractNegotiation findById(String id) {
            return stored.copy();
        }

        @Override
        public StoreResult<Void> save(ContractNegotiation entity) {
            stored = entity;
            leased = false;
            return StoreResult.success();
        }

        @Override
        public ContractAgreement findContractAgreement(String contractId) {
            return null;
        }

        @Override
        public StoreResult<Void> deleteById(String negotiationId) {
            return StoreResult.success();
        }

        @Override
        public Stream<ContractNegotiation> queryNegotiations(QuerySpec query) {
            return Stream.of(stored);
        }

        @Override
        public Stream<ContractAgreement> queryAgreements(QuerySpec query) {
            return Stream.empty();
        }
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
