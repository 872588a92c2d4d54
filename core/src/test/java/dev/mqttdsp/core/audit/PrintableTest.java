package dev.mqttdsp.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @ParameterizedTest
    @ValueSource(strings = {"BPNL00000003AYRE", "did:web:host%3A8080:path", "[::1]:4711", "plant/+/#", "5f0c-1.2_3"})
    void whatCannotBeMistakenStaysAsItIs(String text) {
        assertThat(Printable.of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two lines\nflow 1: CONNECTED",
                "\r",
                "\u0085",
                "\u2028\u2029",
                "\u202e\u2066bidi",
                "\u001b[31mred",
                "quote'quote",
                "double\"double",
                "back\\slash",
                "a, address=1.2.3.4",
                "a=b",
                "\ud83d\ude00",
                "\ud83d",
                "M\u00fcller",
                "\0",
                ""
            })
    void everythingElseIsOneQuotedValueOfPrintableAscii(String text) {
        String printed = Printable.of(text);

        assertThat(printed).startsWith("'").endsWith("'").matches("[ -~]*");
        assertThat(printed.substring(1, printed.length() - 1))
                .doesNotContain("'")
                .doesNotContain("\"");
    }

    @Test
    void controlCharactersAreEscapedAsInJava() {
        assertThat(Printable.of("a\nb")).isEqualTo("'a\\u000ab'");
    }

    @Test
    void aLongTextIsCutAt256Characters() {
        assertThat(Printable.of("x".repeat(256))).isEqualTo("x".repeat(256));
        assertThat(Printable.of("x".repeat(257))).isEqualTo("x".repeat(253) + "...");
        assertThat(Printable.cut(Printable.cut("x".repeat(100_000)))).isEqualTo("x".repeat(253) + "...");
    }

    @Test
    void noCharacterIsCutInTwo() {
        assertThat(Printable.cut("x".repeat(252) + "\ud83d\ude00" + "x".repeat(10)))
                .isEqualTo("x".repeat(252) + "...");
    }
}
