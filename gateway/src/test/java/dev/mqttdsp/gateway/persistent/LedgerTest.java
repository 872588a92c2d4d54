package dev.mqttdsp.gateway.persistent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Broker BROKER = Broker.at(URI.create("mqtt://broker.example"));

    private final AtomicInteger changes = new AtomicInteger();
    private final Ledger ledger = new Ledger(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), changes::incrementAndGet);

    private static BrokerSession session(String clientId, long epoch, long expiry) {
        return new BrokerSession(
                "flow", epoch, clientId, MqttVersion.V5, BROKER.name(), BROKER.url(), expiry, Optional.empty());
    }

    private BrokerSession kept(String clientId, long epoch) {
        BrokerSession asked = session(clientId, epoch, 60);
        assertThat(ledger.begin(asked, BROKER)).isTrue();
        ledger.sent(asked);
        assertThat(ledger.accepted(asked)).isTrue();
        return asked;
    }

    @Test
    void nothingIsRemovedWhileAConnectionIsThere() {
        BrokerSession one = kept("a", 1);
        kept("a", 1);

        assertThat(ledger.judge("flow", Optional.empty())).isEmpty();
        ledger.over(one);
        assertThat(ledger.judge("flow", Optional.empty())).isEmpty();
        ledger.over(one);
        assertThat(ledger.judge("flow", Optional.empty())).hasSize(1);
        assertThat(ledger.judge("flow", Optional.empty())).isEmpty();
    }

    @Test
    void whatIsBeingRemovedStaysRecordedUntilItIs() {
        BrokerSession one = kept("a", 1);
        ledger.over(one);
        ledger.judge("flow", Optional.empty());
        assertThat(ledger.recorded()).hasSize(1);

        ledger.removed(one);

        assertThat(ledger.recorded()).isEmpty();
        assertThat(ledger.flows()).isEmpty();
    }

    @Test
    void whoseBrokerWasNeverReachedTakesNoPlace() {
        for (int i = 0; i < Ledger.MOST; i++) {
            BrokerSession asked = session("client-" + i, 1, 60);
            assertThat(ledger.begin(asked, BROKER)).isTrue();
        }
        BrokerSession another = session("another", 1, 60);
        assertThat(ledger.begin(another, BROKER)).isFalse();

        ledger.over(session("client-0", 1, 60));

        assertThat(ledger.begin(another, BROKER)).isTrue();
        assertThat(ledger.recorded()).isEmpty();
    }

    @Test
    void eachEpochHasItsOwnPlaces() {
        for (int i = 0; i < Ledger.MOST; i++) {
            kept("client-" + i, 1);
        }
        assertThat(ledger.begin(session("another", 1, 60), BROKER)).isFalse();
        assertThat(ledger.begin(session("another", 2, 60), BROKER)).isTrue();
    }

    @Test
    void sessionsThatEndWithTheirConnectionAreNoConcern() {
        BrokerSession clean = session("a", 1, 0);
        for (int i = 0; i < 2 * Ledger.MOST; i++) {
            assertThat(ledger.begin(session("client-" + i, 1, 0), BROKER)).isTrue();
        }
        ledger.begin(clean, BROKER);
        ledger.sent(clean);
        ledger.accepted(clean);
        ledger.over(clean);
        ledger.judge("flow", Optional.empty());

        assertThat(ledger.recorded()).isEmpty();
        assertThat(changes).hasValue(0);
    }
}
