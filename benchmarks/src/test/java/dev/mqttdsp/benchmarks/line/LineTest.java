package dev.mqttdsp.benchmarks.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineTest {
    @Test
    void comesBackAsItWas() {
        Line line =
                Line.of("open", "to", "mqtts://127.0.0.1:8883", "count", 20, "why", "100 % of a=b\nand more", "no", "");

        assertThat(line.toString().lines()).hasSize(1);
        assertThat(Line.parse(line.toString())).isEqualTo(line);
    }

    @Test
    void namesWhatIsMissingOrNoNumber() {
        Line line = Line.parse("open count=many");

        assertThatIllegalArgumentException().isThrownBy(() -> line.text("to")).withMessageContaining("'to'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> line.number("count"))
                .withMessageContaining("'many'")
                .withMessageContaining("a whole number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Line.parse("open many"))
                .withMessageContaining("'many'")
                .withMessageContaining("name=value");
    }

    @Test
    void aServerAnswersEachLineAndGoesOnAfterOneThatFails() throws IOException {
        LineServer server = new LineServer(Map.of(
                "double", request -> Line.ok("is", 2 * request.number("of")),
                "fail",
                        request -> {
                            throw new IOException("no more");
                        }));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        server.serve(
                new ByteArrayInputStream(
                        "fail\nhalve of=2\ndouble of=x\ndouble of=4\n".getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8).lines().map(Line::parse))
                .satisfiesExactly(
                        failed -> assertThat(failed).isEqualTo(Line.error("no more")),
                        unknown -> assertThat(unknown.message()).contains("'halve'", "double, fail"),
                        wrong -> assertThat(wrong.message()).contains("'x'"),
                        done -> assertThat(done).isEqualTo(Line.ok("is", 8)));
    }
}
