package dev.mqttdsp.app.subscribe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mqttdsp.client.Message;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Prints messages, a line each, until there were enough. */
public final class MessagePrinter implements Consumer<Message> {
    /** How a message looks. */
    public enum Form {
        /** {@code topic payload}, as {@code mosquitto_sub -v} has it. */
        TEXT,
        /** One JSON object: topic, payload (or payloadBase64 where it is no text), qos, retained. */
        JSON
    }

    private final PrintWriter out;
    private final Form form;
    private final long enough;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private long printed;

    /**
     * @param enough after so many messages no more are printed
     */
    public MessagePrinter(PrintWriter out, Form form, long enough) {
        this.out = out;
        this.form = form;
        this.enough = enough;
    }

    @Override
    public synchronized void accept(Message message) {
        if (printed == enough) {
            return;
        }
        out.println(form == Form.JSON ? json(message) : text(message));
        out.flush();
        if (++printed == enough) {
            done.complete(null);
        }
    }

    /** Completes when there were enough. */
    public CompletableFuture<Void> done() {
        return done;
    }

    private static String text(Message message) {
        return message.topic() + " "
                + utf8(message.payload()).orElseGet(() -> Base64.getEncoder().encodeToString(message.payload()));
    }

    private static String json(Message message) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("topic", message.topic());
        utf8(message.payload())
                .ifPresentOrElse(text -> node.put("payload", text), () -> node.put("payloadBase64", message.payload()));
        return node.put("qos", message.qos())
                .put("retained", message.retained())
                .toString();
    }

    private static Optional<String> utf8(byte[] payload) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
