package dev.mqttdsp.core.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.core.topic.BrokerDialect;
import dev.mqttdsp.core.topic.TopicFilter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokersTest {

    @ParameterizedTest
    @CsvSource({
        "mqtt://host, mqtt://host:1883",
        "mqtt://host:1883, mqtt://HOST/",
        "mqtts://host:8883, MQTTS://host",
        "ws://host/mqtt, ws://host:80/mqtt/",
        "wss://host/mqtt, wss://host:443/mqtt",
        "tcp://host, mqtt://host",
        "mqtts://host, ssl://host",
        "wss://host/mqtt?a=b, WSS://host:443/mqtt?a=b",
    })
    void findsTheEntryHoweverItsUrlIsWritten(String configured, String asked) {
        Broker entry = broker("plant", configured);

        assertThat(new Brokers(List.of(entry)).at(URI.create(asked))).isSameAs(entry);
    }

    @ParameterizedTest
    @CsvSource({
        "mqtt://host, mqtts://host",
        "mqtt://host, mqtt://host:1884",
        "mqtt://host, mqtt://host.example",
        "wss://host/mqtt, wss://host/MQTT",
        "wss://host/mqtt, wss://host/",
        "wss://host/mqtt?a=b, wss://host/mqtt",
        "mqtt://host:443, wss://host",
    })
    void whatDiffersIsAnotherBroker(String configured, String asked) {
        Broker found = new Brokers(List.of(broker("plant", configured))).at(URI.create(asked));

        assertThat(found).isEqualTo(Broker.at(URI.create(asked)));
    }

    @Test
    void anEntryWithSeveralUrlsIsFoundByEachWhichIsThenItsFirst() {
        URI one = URI.create("mqtts://one");
        URI two = URI.create("mqtts://two");
        Broker plant =
                new Broker("plant", one, List.of(two), BrokerLogin.anonymous(), List.of(), false, BrokerDialect.MQTT);
        Brokers brokers = new Brokers(List.of(plant));

        assertThat(plant.urls()).containsExactly(one, two);
        assertThat(brokers.at(URI.create("mqtts://ONE:8883"))).isSameAs(plant);
        assertThat(brokers.at(URI.create("ssl://two")).name()).isEqualTo("plant");
        assertThat(brokers.at(URI.create("ssl://two")).urls()).containsExactly(two, one);
    }

    @Test
    void refusesAnEntryWithSeveralSchemesOrALoginInOneOfItsUrls() {
        for (String other : List.of("mqtt://two", "mqtts://me:secret@two")) {
            assertThatThrownBy(() -> new Broker(
                            "plant",
                            URI.create("mqtts://one"),
                            List.of(URI.create(other)),
                            BrokerLogin.anonymous(),
                            List.of(),
                            false,
                            BrokerDialect.MQTT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void withoutAnEntryTheGatewayIsAnonymousAndCautious() {
        Broker found = new Brokers(List.of()).at(URI.create("mqtt://host"));

        assertThat(found.login()).isEqualTo(BrokerLogin.anonymous());
        assertThat(found.dialect()).isEqualTo(BrokerDialect.UNKNOWN);
        assertThat(found.unrestricted()).isFalse();
    }

    @Test
    void findsEntriesByTheirExactName() {
        Broker entry = broker("plant", "mqtt://host");
        Brokers brokers = new Brokers(List.of(entry, broker("lab", "mqtt://lab")));

        assertThat(brokers.named("plant")).contains(entry);
        assertThat(brokers.named("Plant")).isEmpty();
        assertThat(brokers.names()).containsExactly("lab", "plant");
    }

    @Test
    void refusesTwoEntriesOfOneName() {
        assertThatThrownBy(() -> new Brokers(List.of(broker("plant", "mqtt://a"), broker("plant", "mqtt://b"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'plant'");
    }

    @Test
    void refusesTwoEntriesOfOneUrl() {
        assertThatThrownBy(() -> new Brokers(List.of(broker("a", "mqtt://host"), broker("b", "tcp://HOST:1883/"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a' and 'b'");
    }

    @Test
    void anEntryWithoutTopicsOffersAnything() {
        assertThat(broker("plant", "mqtt://host").offers(TopicFilter.of("#"))).isTrue();
    }

    @Test
    void anEntryWithTopicsOffersWhatIsWithinThem() {
        Broker plant = new Broker(
                "plant",
                URI.create("mqtt://host"),
                BrokerLogin.anonymous(),
                List.of(TopicFilter.of("plant/#"), TopicFilter.of("lab/+")),
                false,
                BrokerDialect.DOTTED);

        assertThat(plant.offers(TopicFilter.of("plant/+/state"))).isTrue();
        assertThat(plant.offers(TopicFilter.of("lab/a"))).isTrue();
        assertThat(plant.offers(TopicFilter.of("lab/#"))).isFalse();
        assertThat(plant.offers(TopicFilter.of("#"))).isFalse();
        assertThat(plant.offers(TopicFilter.of("plant/a.b"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt://user:hunter2@host", "mqtt://hunter2@host", "mqtt://user:hunter2@ho_st"})
    void refusesALoginInTheUrlWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> broker("plant", url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without a login")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aLoginShowsNoPassword() {
        BrokerLogin login = new BrokerLogin(
                Optional.of("gateway"),
                Optional.of(() -> "hunter2"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(login.toString()).contains("gateway").doesNotContain("hunter2");
    }

    private static Broker broker(String name, String url) {
        return new Broker(name, URI.create(url), BrokerLogin.anonymous(), List.of(), false, BrokerDialect.MQTT);
    }
}
