package dev.mqttdsp.core.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "/finance", "finance/", "a b", "$SYS/broker", "$", "ä/€/\uD83D\uDE00", "\uFEFF"})
    void takesEveryTextWithoutWildcards(String text) {
        assertThat(new TopicName(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+", "a/#", "a/+", "a+", "a#b", "+/b"})
    void refusesWildcards(String text) {
        assertThatThrownBy(() -> new TopicName(text))
                .isInstanceOf(TopicSyntaxException.class)
                .hasMessageContaining("wildcard");
    }

    @Test
    void refusesTheEmptyName() {
        assertThatThrownBy(() -> new TopicName(""))
                .isInstanceOf(TopicSyntaxException.class)
                .hasMessageContaining("is empty");
    }

    @Test
    void refusesTheNullCharacter() {
        assertThatThrownBy(() -> new TopicName("a\0b"))
                .isInstanceOf(TopicSyntaxException.class)
                .hasMessageContaining("U+0000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "a/\uDE00", "\uDE00\uD83D"})
    void refusesHalfSurrogatePairs(String text) {
        assertThatThrownBy(() -> new TopicName(text))
                .isInstanceOf(TopicSyntaxException.class)
                .hasMessageContaining("Unicode");
    }

    @Test
    void countsTheLengthInBytes() {
        assertThat(new TopicName("ä".repeat(32_767)).text()).hasSize(32_767);
        assertThatThrownBy(() -> new TopicName("ä".repeat(32_768)))
                .isInstanceOf(TopicSyntaxException.class)
                .hasMessageContaining("65535");
    }
}
