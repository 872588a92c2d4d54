package dev.mqttdsp.edc.follow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminationReasonsTest {
    private final TerminationReasons reasons = new TerminationReasons();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the line is down | the line is down",
                "[{\"@value\": \"the line is down\"}] | the line is down",
                "[{\"@value\": \"eins\", \"@language\": \"de\"}, \"two\"] | eins, two",
                "[no json | [no json"
            })
    void theTextIsTold(String told, String text) {
        reasons.told("t", told);

        assertThat(reasons.take("t")).hasValue(text);
        assertThat(reasons.take("t")).isEmpty();
    }

    @Test
    void nothingIsToldWhereThereIsNothing() {
        reasons.told("a", null);
        reasons.told("b", " ");
        reasons.told("c", "[]");

        assertThat(reasons.take("a")).isEmpty();
        assertThat(reasons.take("b")).isEmpty();
        assertThat(reasons.take("c")).isEmpty();
    }

    @Test
    void aLongOneIsCut() {
        reasons.told("t", "x".repeat(5_000));

        assertThat(reasons.take("t").orElseThrow()).hasSize(1_001);
    }

    @Test
    void theOldestGoWhenThereAreTooMany() {
        for (int i = 0; i <= 10_000; i++) {
            reasons.told("t" + i, "x");
        }

        assertThat(reasons.take("t0")).isEmpty();
        assertThat(reasons.take("t10000")).isPresent();
    }
}
