package dev.mqttdsp.core.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryGrantStoreTest {
    private final InMemoryGrantStore store = new InMemoryGrantStore();
    private final List<String> told = new ArrayList<>();
    private final Grant grant = Grant.open(Fixture.request("f"), Fixture.NOW);

    @Test
    void tellsWatchersOfRealChangesOnly() {
        store.watch(told::add);

        assertThat(store.update("f", before -> Optional.empty())).isEmpty();
        assertThat(told).isEmpty();
        assertThat(store.update("f", before -> Optional.of(grant))).contains(grant);
        assertThat(told).containsExactly("f");
        assertThat(store.update("f", before -> before)).contains(grant);
        assertThat(store.update("f", before -> Optional.empty())).contains(grant);
        assertThat(told).containsExactly("f");
    }

    @Test
    void tellsWatchersOnceTheChangeCanBeRead() {
        List<Optional<Grant>> read = new ArrayList<>();
        store.watch(flowId -> read.add(store.find(flowId)));

        store.update("f", before -> Optional.of(grant));

        assertThat(read).containsExactly(Optional.of(grant));
    }

    @Test
    void tellsAWatcherNothingAfterItsWatching() {
        Runnable stop = store.watch(told::add);
        stop.run();

        store.update("f", before -> Optional.of(grant));

        assertThat(told).isEmpty();
    }

    @Test
    void livingAreTheOpenAndTheSuspended() {
        Grant suspended = Grant.open(Fixture.request("s"), Fixture.NOW).suspended(Party.PROVIDER, false, Fixture.NOW);
        Grant ended = Grant.open(Fixture.request("e"), Fixture.NOW).ended(Fixture.NOW);
        List.of(grant, suspended, ended).forEach(one -> store.update(one.flowId(), before -> Optional.of(one)));

        assertThat(store.living()).containsExactlyInAnyOrder(grant, suspended);
    }

    @Test
    void forgetsOnlyWhatEndedBefore() {
        Grant ended = Grant.open(Fixture.request("e"), Fixture.NOW).ended(Fixture.NOW);
        List.of(grant, ended).forEach(one -> store.update(one.flowId(), before -> Optional.of(one)));

        store.forgetEnded(Fixture.NOW);
        assertThat(store.find("e")).contains(ended);
        store.forgetEnded(Fixture.NOW.plusNanos(1));
        assertThat(store.find("e")).isEmpty();
        assertThat(store.find("f")).contains(grant);
    }
}
