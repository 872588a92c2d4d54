package dev.mqttdsp.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.audit.AccessCounters.Count;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccessCountersTest {
    private final AccessCounters counters = new AccessCounters();

    @Test
    void countsByKindAndReason() {
        tell(Kind.CONNECT_REFUSED, "EXPIRED");
        tell(Kind.GIVEN, "");
        tell(Kind.CONNECT_REFUSED, "BAD_CREDENTIAL");
        tell(Kind.CONNECT_REFUSED, "EXPIRED");

        assertThat(counters.counts())
                .containsExactly(
                        new Count(Kind.GIVEN, "", 1),
                        new Count(Kind.CONNECT_REFUSED, "BAD_CREDENTIAL", 1),
                        new Count(Kind.CONNECT_REFUSED, "EXPIRED", 2));
    }

    @Test
    void keepsABoundedNumberOfReasonsAndStillCountsEverything() {
        IntStream.range(0, 10_000).parallel().forEach(i -> tell(Kind.ENDED, "free text " + i));
        tell(Kind.CUT, "EXPIRED");

        List<Count> ended = counters.counts().stream()
                .filter(count -> count.kind() == Kind.ENDED)
                .toList();
        assertThat(ended).hasSize(65).extracting(Count::reason).contains("OTHER");
        assertThat(ended.stream().mapToLong(Count::count).sum()).isEqualTo(10_000);
        assertThat(counters.counts()).contains(new Count(Kind.CUT, "EXPIRED", 1));
    }

    private void tell(Kind kind, String reason) {
        counters.tell(AccessEvent.of(Instant.EPOCH, kind, reason, Subject.UNKNOWN));
    }
}
