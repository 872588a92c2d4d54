package dev.mqttdsp.app.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.client.Message;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessagePrinterTest {
    private final StringWriter out = new StringWriter();

    @Test
    void printsTopicAndPayloadUntilThereWereEnough() {
        MessagePrinter printer = printer(MessagePrinter.Form.TEXT, 2);

        printer.accept(message("a", "1".getBytes(StandardCharsets.UTF_8)));
        assertThat(printer.done()).isNotDone();
        printer.accept(message("a", "2".getBytes(StandardCharsets.UTF_8)));
        printer.accept(message("a", "3".getBytes(StandardCharsets.UTF_8)));

        assertThat(printer.done()).isDone();
        assertThat(out.toString().lines()).containsExactly("a 1", "a 2");
    }

    @Test
    void aPayloadThatIsNoTextIsPrintedAsBase64() {
        byte[] bytes = {(byte) 0xff, 0, 1};
        printer(MessagePrinter.Form.TEXT, 9).accept(message("a", bytes));
        printer(MessagePrinter.Form.JSON, 9).accept(message("a", bytes));

        assertThat(out.toString().lines())
                .containsExactly("a /wAB", "{\"topic\":\"a\",\"payloadBase64\":\"/wAB\",\"qos\":0,\"retained\":false}");
    }

    @Test
    void jsonEscapesWhatATopicOrPayloadHolds() {
        printer(MessagePrinter.Form.JSON, 9).accept(message("a\"b", "line\nline".getBytes(StandardCharsets.UTF_8)));

        assertThat(out.toString().strip())
                .isEqualTo("{\"topic\":\"a\\\"b\",\"payload\":\"line\\nline\",\"qos\":0,\"retained\":false}");
    }

    private MessagePrinter printer(MessagePrinter.Form form, long enough) {
        return new MessagePrinter(new PrintWriter(out), form, enough);
    }

    private static Message message(String topic, byte[] payload) {
        return new Message(topic, payload, 0, false);
    }
}
