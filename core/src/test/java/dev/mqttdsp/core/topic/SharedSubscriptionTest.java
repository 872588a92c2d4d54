package dev.mqttdsp.core.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedSubscriptionTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "#", "$shared/g/a", "$sharea", "$SHARE/g/a", "a/$share/b", "/$share/g/a"})
    void ordinaryFiltersAreNone(String text) {
        assertThat(SharedSubscription.of(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "$share/g/a/b, g, a/b",
        "$share/g/#, g, #",
        "$share/g//, g, /",
        "$share/a b.*/+/x, a b.*, +/x",
        "$share/$share/a, $share, a"
    })
    void readsNameAndFilter(String text, String name, String filter) {
        assertThat(SharedSubscription.of(text)).contains(new SharedSubscription(name, TopicFilter.of(filter)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$share",
                "$share/",
                "$share/g",
                "$share/g/",
                "$share//a",
                "$share/+/a",
                "$share/#/a",
                "$share/a+/b",
                "$share/g/a#",
                "$share/g/#/b",
                "$share/g\0/a",
                "$share/\uD800/a"
            })
    void refusesWhatIsMalformed(String text) {
        assertThatThrownBy(() -> SharedSubscription.of(text)).isInstanceOf(TopicSyntaxException.class);
    }

    @Test
    void refusesWhatIsTooLongAsAWhole() {
        assertThatThrownBy(() -> SharedSubscription.of("$share/" + "g".repeat(65_530) + "/a"))
                .isInstanceOf(TopicSyntaxException.class)
                .hasMessageContaining("65535");
    }

    @Test
    void aNestedOneIsACommandThatNoGrantHolds() {
        SharedSubscription nested = SharedSubscription.of("$share/g/$share/h/a").orElseThrow();

        assertThat(nested.filter().isCommand()).isTrue();
        assertThat(TopicFilter.of("#").contains(nested.filter(), BrokerDialect.MQTT))
                .isFalse();
    }

    @Test
    void takesAnotherName() {
        assertThat(SharedSubscription.of("$share/g/a/+").orElseThrow().withName("h"))
                .isEqualTo("$share/h/a/+");
    }
}
