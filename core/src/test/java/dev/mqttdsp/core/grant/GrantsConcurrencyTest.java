package dev.mqttdsp.core.grant;

import static dev.mqttdsp.core.grant.Fixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.grant.Admission.Admitted;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** One flow in the hands of many threads. */
class GrantsConcurrencyTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 40;

    private final Fixture provider = new Fixture();
    private final Grants grants = provider.grants;

    @Test
    void whatWasGivenOutBeforeASuspensionIsNeverAdmittedAfterIt() throws Exception {
        Queue<String> revived = new ConcurrentLinkedQueue<>();
        grants.start(request("f"));

        together(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                StartOutcome outcome = grants.resume(request("f"));
                grants.suspend("f", i % 2 == 0 ? Party.PROVIDER : Party.CONSUMER);
                if (outcome instanceof StartOutcome.Started started) {
                    String token = Fixture.token(started);
                    if (provider.admit(token) instanceof Admitted) {
                        revived.add(token);
                    }
                }
            }
        });

        assertThat(revived).isEmpty();
    }

    @RepeatedTest(5)
    void nothingIsAdmittedOnceOneOfThemHasEndedTheFlow() throws Exception {
        Queue<String> given = new ConcurrentLinkedQueue<>();
        Queue<String> afterTheEnd = new ConcurrentLinkedQueue<>();
        AtomicInteger turn = new AtomicInteger();

        together(() -> {
            boolean ends = turn.getAndIncrement() == THREADS / 2;
            for (int i = 0; i < ROUNDS / 4; i++) {
                remember(given, i % 2 == 0 ? grants.start(request("f")) : grants.resume(request("f")));
                if (i % 3 == 0) {
                    grants.suspend("f", Party.PROVIDER);
                }
                if (ends) {
                    grants.end("f", EndReason.TERMINATED_BY_PROVIDER);
                    remember(afterTheEnd, grants.start(request("f")));
                    remember(afterTheEnd, grants.resume(request("f")));
                    given.stream()
                            .filter(token -> provider.admit(token) instanceof Admitted)
                            .forEach(afterTheEnd::add);
                }
            }
        });

        assertThat(given).isNotEmpty();
        assertThat(afterTheEnd).isEmpty();
        assertThat(provider.store.find("f").orElseThrow().state()).isEqualTo(Grant.State.ENDED);
    }

    @Test
    void everyAdmittedGrantIsOpenAndOfTheEpochOfItsToken() throws Exception {
        Queue<Grant> wrong = new ConcurrentLinkedQueue<>();
        String first = Fixture.token(grants.start(request("f")));
        long epoch = provider.store.find("f").orElseThrow().epoch();
        AtomicInteger turn = new AtomicInteger();

        together(() -> {
            boolean suspends = turn.getAndIncrement() == 0;
            for (int i = 0; i < ROUNDS * 10; i++) {
                if (suspends && i == ROUNDS) {
                    grants.suspend("f", Party.PROVIDER);
                    grants.resume(request("f"));
                }
                if (provider.admit(first) instanceof Admitted admitted
                        && (admitted.grant().epoch() != epoch
                                || admitted.grant().state() != Grant.State.OPEN)) {
                    wrong.add(admitted.grant());
                }
            }
        });

        assertThat(wrong).isEmpty();
        assertThat(provider.admit(first)).isInstanceOf(Admission.Denied.class);
    }

    @Test
    void startsAtOnceOpenOneGrantAndTellItOnce() throws Exception {
        Queue<String> changes = new ConcurrentLinkedQueue<>();
        Queue<String> given = new ConcurrentLinkedQueue<>();
        provider.store.watch(changes::add);

        together(() -> remember(given, grants.start(request("f"))));

        assertThat(changes).containsExactly("f");
        assertThat(given).hasSize(THREADS).doesNotHaveDuplicates().allSatisfy(token -> assertThat(provider.admit(token))
                .isInstanceOf(Admitted.class));
    }

    private static void remember(Queue<String> tokens, StartOutcome outcome) {
        if (outcome instanceof StartOutcome.Started) {
            tokens.add(Fixture.token(outcome));
        }
    }

    private static void together(Runnable work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier barrier = new CyclicBarrier(THREADS);
            Callable<Void> task = () -> {
                barrier.await();
                work.run();
                return null;
            };
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(task));
            }
            for (Future<Void> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
