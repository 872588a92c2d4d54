package dev.mqttdsp.core.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The clauses are those of MQTT 5.0 §4.7; the examples are the standard's own where it has some. */
class TopicFilterTest {

    @Nested
    class Syntax {

        @ParameterizedTest
        @ValueSource(strings = {"#", "+", "/", "//", "/#", "+/#", "+/tennis/#", "sport/+/player1", "/+", "+/", "a//b"})
        void takesWildcardsThatStandAlone(String text) {
            assertThat(TopicFilter.of(text)).hasToString(text);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"sport/tennis#", "sport/tennis/#/ranking", "#/a", "##", "a/##", "#/", "+#", "a/#b", "/#/"})
        void refusesAHashElsewhereThanAloneInTheLastLevel(String text) {
            assertThatThrownBy(() -> TopicFilter.of(text))
                    .isInstanceOf(TopicSyntaxException.class)
                    .hasMessageContaining("'#'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"sport+", "+a", "++", "a/b+/c", "a/++"})
        void refusesAPlusBesideOtherCharacters(String text) {
            assertThatThrownBy(() -> TopicFilter.of(text))
                    .isInstanceOf(TopicSyntaxException.class)
                    .hasMessageContaining("'+'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a\0", "a/\uD800/b"})
        void refusesWhatIsNoMqttText(String text) {
            assertThatThrownBy(() -> TopicFilter.of(text)).isInstanceOf(TopicSyntaxException.class);
        }

        @Test
        void countsTheLengthInBytes() {
            assertThat(TopicFilter.of("a".repeat(65_535)).depth()).isEqualTo(1);
            assertThatThrownBy(() -> TopicFilter.of("a".repeat(65_536))).isInstanceOf(TopicSyntaxException.class);
        }

        @ParameterizedTest
        @CsvSource({"a,1", "/,2", "a/b,2", "a/b/,3", "//,3", "a/#,2"})
        void countsEmptyLevelsAsLevels(String text, int depth) {
            assertThat(TopicFilter.of(text).depth()).isEqualTo(depth);
        }

        @Test
        void isEqualByItsText() {
            assertThat(TopicFilter.of("a/+"))
                    .isEqualTo(TopicFilter.of("a/+"))
                    .hasSameHashCodeAs(TopicFilter.of("a/+"))
                    .isNotEqualTo(TopicFilter.of("a/#"));
        }
    }

    @Nested
    class Matches {

        @ParameterizedTest
        @CsvSource({
            "sport/tennis/player1/#, sport/tennis/player1",
            "sport/tennis/player1/#, sport/tennis/player1/ranking",
            "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon",
            "sport/#, sport",
            "#, sport",
            "sport/tennis/+, sport/tennis/player2",
            "sport/+, sport/",
            "+/+, /finance",
            "/+, /finance",
            "$SYS/#, $SYS/",
            "$SYS/monitor/+, $SYS/monitor/Clients",
            "a/$x, a/$x",
            "+/$x, a/$x",
        })
        void whatTheStandardSaysItMatches(String filter, String name) {
            assertThat(TopicFilter.of(filter).matches(new TopicName(name))).isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "sport/tennis/+, sport/tennis/player1/ranking",
            "sport/+, sport",
            "+, /finance",
            "#, $SYS/monitor/Clients",
            "+/monitor/Clients, $SYS/monitor/Clients",
            "+, $SYS",
            "ACCOUNTS, Accounts",
            "a, a/",
            "a/, a",
            "a/b, a",
            "a/#, ab",
            "a/#, /a",
        })
        void nothingElse(String filter, String name) {
            assertThat(TopicFilter.of(filter).matches(new TopicName(name))).isFalse();
        }

        @Test
        void withoutAnyNormalisation() {
            assertThat(TopicFilter.of("caf\u00e9").matches(new TopicName("cafe\u0301")))
                    .isFalse();
            assertThat(TopicFilter.of("a/+").matches(new TopicName("\uFEFFa/b")))
                    .isFalse();
        }

        @Test
        void aNameOfNothingButSeparators() {
            TopicName deep = new TopicName("/".repeat(65_535));

            assertThat(TopicFilter.of("#").matches(deep)).isTrue();
            assertThat(TopicFilter.of("+/+").matches(deep)).isFalse();
        }
    }

    @Nested
    class Grantable {

        @ParameterizedTest
        @ValueSource(
                strings = {"#", "+/+", "plant/#", "a", "/", "$SYS/broker/uptime", "$share-of-cake/a", "$", "a/$share/b"
                })
        void grantsTopicsAndLiteralDollarTopics(String text) {
            assertThat(TopicFilter.grantable(text)).hasToString(text);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "$share/g/a",
                    "$share",
                    "$queue/a",
                    "$exclusive/a",
                    "$delayed/10/a",
                    "$CONTROL/dynamic-security/v1",
                    "$queue/#"
                })
        void neverGrantsWhatBrokersReadAsCommands(String text) {
            assertThatThrownBy(() -> TopicFilter.grantable(text))
                    .isInstanceOf(TopicSyntaxException.class)
                    .hasMessageContaining("never granted");
        }

        @ParameterizedTest
        @ValueSource(strings = {"$SYS/#", "$SYS/+/x", "$/#"})
        void grantsNoWildcardsBelowDollarTopics(String text) {
            assertThatThrownBy(() -> TopicFilter.grantable(text))
                    .isInstanceOf(TopicSyntaxException.class)
                    .hasMessageContaining("wildcard");
        }

        @Test
        void stillRefusesWhatIsNoFilter() {
            assertThatThrownBy(() -> TopicFilter.grantable("a/#/b")).isInstanceOf(TopicSyntaxException.class);
        }
    }
}
