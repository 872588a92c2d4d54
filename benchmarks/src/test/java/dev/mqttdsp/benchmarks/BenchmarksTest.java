package dev.mqttdsp.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarksTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {"", "negotiations", "--quick", "negotiation --slow", "negotiation twice", "negotiation --quick=x"
            })
    void answersAUsageErrorWithOneLineThatNamesWhatIsAccepted(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains(
                        "; accepted: negotiation [--quick], gateway [",
                        "[--only ROW]",
                        "idle [--quick], ",
                        "[--minutes M]",
                        "micro [--quick]");
    }

    @Test
    void saysWhatWasWrong() {
        run("negotiation", "--slow");

        assertThat(err.toString()).contains("'--slow'");
    }

    @Test
    void saysHowLongASoakMayBe() {
        assertThat(run("soak", "--minutes", "0")).isEqualTo(2);

        assertThat(err.toString()).contains("--minutes: found 0, which is not from 1 to 1440");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "negotiation -h"})
    void helps(String line) {
        assertThat(run(line.split(" "))).isZero();

        assertThat(out.toString()).contains("benchmarks/run", "negotiation");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysInOneLineThatNothingHasBeenBuilt() {
        String before = System.setProperty("mqttdsp.home", "/nowhere");
        try {
            assertThat(run("negotiation", "--quick")).isEqualTo(1);
        } finally {
            if (before == null) {
                System.clearProperty("mqttdsp.home");
            } else {
                System.setProperty("mqttdsp.home", before);
            }
        }

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).singleElement().asString().contains("/nowhere", "benchmarks/run");
    }

    private int run(String... arguments) {
        return Benchmarks.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
