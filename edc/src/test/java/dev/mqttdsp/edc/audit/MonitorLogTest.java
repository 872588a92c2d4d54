package dev.mqttdsp.edc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.edc.spi.monitor.Monitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MonitorLogTest {
    private static final Subject OWNER = new Subject("f1", "did:web:c%3A8080", "agreement", "asset");

    private final List<String> warnings = new ArrayList<>();
    private final List<String> infos = new ArrayList<>();
    private final MonitorLog log = new MonitorLog(new Monitor() {
        @Override
        public void warning(Supplier<String> message, Throwable... errors) {
            warnings.add(message.get());
        }

        @Override
        public void info(Supplier<String> message, Throwable... errors) {
            infos.add(message.get());
        }
    });

    @Test
    void aLineSaysFlowReasonConsumerAndAddress() {
        log.tell(event(Kind.CONNECT_REFUSED, "EXPIRED").at("[::1]:4711").with("client", "reader"));

        assertThat(infos)
                .containsExactly("MQTT over DSP: flow f1: CONNECT_REFUSED, reason=EXPIRED, consumer=did:web:c%3A8080,"
                        + " address=[::1]:4711, client=reader");
    }

    @Test
    void theLineOfAccessThatIsGivenSaysOnWhatItRests() {
        log.tell(event(Kind.GIVEN, "").with("topics", "[plant/#, line/+]"));

        assertThat(infos)
                .containsExactly("MQTT over DSP: flow f1: GIVEN, consumer=did:web:c%3A8080, agreement=agreement,"
                        + " asset=asset, topics='[plant/#, line/+]'");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        log.tell(AccessEvent.of(Instant.EPOCH, Kind.UNBLOCKED, "", Subject.ofConsumer("c")));

        assertThat(infos).containsExactly("MQTT over DSP: flow -: UNBLOCKED, consumer=c");
    }

    @Test
    void noValueCanForgeALineOrAnotherValue() {
        String hostile = "x', reason=NONE\nMQTT over DSP: flow f2: CONNECTED\u2028\u202e\"";
        log.tell(AccessEvent.of(Instant.EPOCH, Kind.CONNECTED, "", new Subject(hostile, hostile, "", ""))
                .at(hostile)
                .with("client", hostile + "y".repeat(1_000)));

        assertThat(infos).singleElement().asString().matches("[ -~]*").hasSizeLessThan(2_000);
        assertThat(infos.get(0).replaceAll("'[^']*'", "V"))
                .isEqualTo("MQTT over DSP: flow V: CONNECTED, consumer=V, address=V, client=V");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatNeedsTheOperatorsEyeIsAWarning(Kind kind) {
        Set<Kind> alarming = EnumSet.of(Kind.INCIDENT, Kind.NOT_GIVEN, Kind.BLOCKED);

        log.tell(event(kind, "REASON"));

        assertThat(warnings).hasSize(alarming.contains(kind) ? 1 : 0);
        assertThat(infos).hasSize(alarming.contains(kind) ? 0 : 1);
    }

    private static AccessEvent event(Kind kind, String reason) {
        return AccessEvent.of(Instant.EPOCH, kind, reason, OWNER);
    }
}
