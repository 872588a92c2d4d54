package dev.mqttdsp.core.topic;

import static dev.mqttdsp.core.topic.BrokerDialect.ARTEMIS;
import static dev.mqttdsp.core.topic.BrokerDialect.DOTTED;
import static dev.mqttdsp.core.topic.BrokerDialect.MQTT;
import static dev.mqttdsp.core.topic.BrokerDialect.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerDialectTest {

    @ParameterizedTest
    @ValueSource(strings = {"plant/a.b", "plant/*", "plant/x::y", "plant/secret.x\\/cmd"})
    void whereTheBrokerReadsMqttEveryCharacterIsText(String topic) {
        assertThat(TopicFilter.of("plant/#").matches(new TopicName(topic), MQTT))
                .isTrue();
    }

    /** RabbitMQ delivers {@code plant/a/secret} to a subscriber of {@code plant/a.secret}. */
    @ParameterizedTest
    @ValueSource(strings = {"plant/a.secret", "plant/*", "plant/.", "plant/a*"})
    void dotAndStarAreRefusedUnderAWildcardOfADottedBroker(String topic) {
        TopicFilter granted = TopicFilter.of("plant/+");

        assertThat(granted.matches(new TopicName(topic), DOTTED)).isFalse();
        assertThat(granted.contains(TopicFilter.of(topic), DOTTED)).isFalse();
        assertThat(granted.matches(new TopicName(topic), UNKNOWN)).isFalse();
        assertThat(granted.matches(new TopicName(topic), ARTEMIS)).isTrue();
    }

    /** Artemis delivers from {@code x} to a subscriber of {@code x::y}. */
    @Test
    void aDoubleColonIsRefusedUnderAWildcardOfArtemis() {
        TopicFilter granted = TopicFilter.of("plant/#");

        assertThat(granted.matches(new TopicName("plant/x::y"), ARTEMIS)).isFalse();
        assertThat(granted.contains(TopicFilter.of("plant/x::y"), UNKNOWN)).isFalse();
        assertThat(granted.matches(new TopicName("plant/x::y"), DOTTED)).isTrue();
        assertThat(granted.matches(new TopicName("plant/x:y"), ARTEMIS)).isTrue();
    }

    /** Artemis 2.55 makes the address {@code plant.secret.deep/cmd} of {@code plant/secret.deep\/cmd}. */
    @Test
    void aBackslashIsRefusedUnderAWildcardOfArtemis() {
        TopicFilter granted = TopicFilter.of("plant/+/cmd");

        assertThat(granted.matches(new TopicName("plant/secret.deep\\/cmd"), ARTEMIS))
                .isFalse();
        assertThat(granted.contains(TopicFilter.of("plant/secret.*\\/cmd"), ARTEMIS))
                .isFalse();
        assertThat(granted.matches(new TopicName("plant/secret.deep/cmd"), ARTEMIS))
                .isTrue();
    }

    @Test
    void whatTheGrantSpellsOutIsTheProvidersChoice() {
        assertThat(TopicFilter.of("plant/a.b/+").matches(new TopicName("plant/a.b/c"), UNKNOWN))
                .isTrue();
        assertThat(TopicFilter.of("x::y").contains(TopicFilter.of("x::y"), UNKNOWN))
                .isTrue();
        assertThat(TopicFilter.of("plant/a.b/+").matches(new TopicName("plant/a.b/c.d"), UNKNOWN))
                .isFalse();
    }

    @Test
    void aHashCoversEveryLevelBelow() {
        assertThat(TopicFilter.of("plant/#").contains(TopicFilter.of("plant/a/b/c.d"), DOTTED))
                .isFalse();
        assertThat(TopicFilter.of("#").contains(TopicFilter.of("a.b/c"), DOTTED))
                .isFalse();
    }

    @Test
    void wildcardsThatAreAskedForArePlain() {
        assertThat(TopicFilter.of("plant/#").contains(TopicFilter.of("plant/+/#"), UNKNOWN))
                .isTrue();
    }
}
