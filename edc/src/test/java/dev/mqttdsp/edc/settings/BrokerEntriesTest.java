package dev.mqttdsp.edc.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.topic.BrokerDialect;
import dev.mqttdsp.core.topic.TopicFilter;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerEntriesTest {
    private final Map<String, String> vault = new HashMap<>();

    @Test
    void anEntryIsFoundByItsNameAndByItsUrl() {
        Brokers brokers = read(Map.of(
                "edc.mqtt.broker.plant.url", "mqtts://broker.internal",
                "edc.mqtt.broker.plant.user", "gateway",
                "edc.mqtt.broker.plant.topics", "plant/#, lab/+/state",
                "edc.mqtt.broker.plant.unrestricted", "true",
                "edc.mqtt.broker.plant.dialect", "mqtt"));

        Broker broker = brokers.named("plant").orElseThrow();
        assertThat(brokers.at(URI.create("mqtts://BROKER.internal:8883"))).isEqualTo(broker);
        assertThat(broker.login().user()).hasValue("gateway");
        assertThat(broker.login().password()).isEmpty();
        assertThat(broker.topics()).containsExactly(TopicFilter.of("plant/#"), TopicFilter.of("lab/+/state"));
        assertThat(broker.unrestricted()).isTrue();
        assertThat(broker.dialect()).isEqualTo(BrokerDialect.MQTT);
    }

    @Test
    void thePasswordIsAskedFromTheVaultAtEveryLoginAndShownNowhere() {
        Broker broker = read(Map.of(
                        "edc.mqtt.broker.plant.url", "mqtt://localhost:1883",
                        "edc.mqtt.broker.plant.user", "gateway",
                        "edc.mqtt.broker.plant.password.alias", "plant-password"))
                .named("plant")
                .orElseThrow();
        var password = broker.login().password().orElseThrow();

        assertThat(password.get()).isNull();
        vault.put("plant-password", "first");
        assertThat(password.get()).isEqualTo("first");
        vault.put("plant-password", "second");
        assertThat(password.get()).isEqualTo("second");
        assertThat(broker.toString()).doesNotContain("second");
    }

    @Test
    void aBrokerWithoutADialectIsReadCautiously() {
        Brokers brokers = read(Map.of("edc.mqtt.broker.plant.url", "mqtt://localhost"));

        assertThat(brokers.named("plant").orElseThrow().dialect()).isEqualTo(BrokerDialect.UNKNOWN);
    }

    @Test
    void theSwitchesOfTheEmbeddedBrokerAreNoEntriesButItMayHaveOne() {
        Map<String, String> switches = Map.of("edc.mqtt.broker.embedded", "true", "edc.mqtt.broker.port", "1883");
        Map<String, String> entry = new HashMap<>(switches);
        entry.put("edc.mqtt.broker.embedded.url", "mqtt://127.0.0.1:1883");

        assertThat(read(switches).names()).isEmpty();
        assertThat(read(entry).names()).containsExactly("embedded");
    }

    @Test
    void anEntryMayBeInSeveralPlaces() {
        Brokers brokers = read(Map.of("edc.mqtt.broker.plant.url", "mqtts://one.internal, mqtts://two.internal:9883"));

        Broker broker = brokers.named("plant").orElseThrow();
        assertThat(broker.url()).hasToString("mqtts://one.internal");
        assertThat(broker.alternatives()).containsExactly(URI.create("mqtts://two.internal:9883"));
        assertThat(brokers.at(URI.create("mqtts://two.internal:9883")).name()).isEqualTo("plant");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    url            | http://localhost       | edc.mqtt.broker.plant.url: found 'http://localhost'
                    url            | mqtt://me:secret@host  | edc.mqtt.broker.plant.url: found 'mqtt://***@host'
                    url            | ,                      | edc.mqtt.broker.plant.url: found ''; accepted: mqtt
                    url            | mqtt://a, http://b     | edc.mqtt.broker.plant.url: found 'http://b'
                    url            | mqtt://a, mqtts://b    | accepted: several URLs with the same scheme
                    url            | mqtt://a,mqtt://A:1883 | the broker entry 'plant' has the same url twice
                    dialect        | rabbit                 | accepted: mqtt, dotted, artemis, unknown
                    topics         | a/#/b                  | edc.mqtt.broker.plant.topics: found 'a/#/b'
                    unrestricted   | maybe                  | accepted: true, false
                    pasword.alias  | x                      | edc.mqtt.broker.plant.pasword.alias: no such key
                    password.alias | x                      | edc.mqtt.broker.plant.user: found nothing
                    ca             | /nowhere/ca.pem        | edc.mqtt.broker.plant.ca: found '/nowhere/ca.pem'
                    """)
    void anEntryThatCannotBeUsedIsRefusedByItsKey(String key, String value, String message) {
        Map<String, String> entries = new HashMap<>(Map.of("edc.mqtt.broker.plant.url", "mqtt://localhost"));
        entries.put("edc.mqtt.broker.plant." + key, value);

        assertThatThrownBy(() -> read(entries)).isInstanceOf(EdcException.class).hasMessageContaining(message);
    }

    @Test
    void twoEntriesForOneUrlAreRefused() {
        assertThatThrownBy(() -> read(Map.of(
                        "edc.mqtt.broker.a.url", "mqtt://localhost", "edc.mqtt.broker.b.url", "mqtt://localhost:1883")))
                .isInstanceOf(EdcException.class)
                .hasMessageContaining("'a' and 'b' have the same url");
    }

    private Brokers read(Map<String, String> entries) {
        return BrokerEntries.read(ConfigFactory.fromMap(entries), vault::get);
    }
}
