package dev.mqttdsp.edc.follow;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.edc.connector.controlplane.transfer.spi.observe.TransferProcessListener;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;

/**
 * Why the other side has terminated a transfer, from its message until EDC stores the end: EDC itself does not keep the
 * reason.
 */
public final class TerminationReasons implements TransferProcessListener {
    private static final int MOST = 10_000;
    private static final int MOST_CHARACTERS = 1_000;

    private final Map<String, String> reasons = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Notes a reason.
     *
     * @param reason as EDC gives it: a text, or the JSON of an expanded JSON-LD array; may be null
     */
    synchronized void told(String transferId, String reason) {
        text(reason).ifPresent(text -> reasons.put(transferId, text));
    }

    synchronized void forget(String transferId) {
        reasons.remove(transferId);
    }

    /** The reason that was told, once. */
    synchronized Optional<String> take(String transferId) {
        return Optional.ofNullable(reasons.remove(transferId));
    }

    @Override
    @SuppressWarnings("deprecation") // the one place before EDC stores it
    public void preTerminated(TransferProcess process) {
        take(process.getId()).ifPresent(process::setErrorDetail);
    }

    private static Optional<String> text(String reason) {
        if (reason == null || reason.isBlank()) {
            return Optional.empty();
        }
        String text = reason.startsWith("[") ? ofArray(reason) : reason;
        return Optional.of(text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "…" : text)
                .filter(cut -> !cut.isBlank());
    }

    private static String ofArray(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readArray().stream()
                    .map(TerminationReasons::ofValue)
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining(", "));
        } catch (JsonException e) {
            return json;
        }
    }

    private static Optional<String> ofValue(JsonValue value) {
        JsonValue inner = value instanceof JsonObject object ? object.get("@value") : value;
        return inner instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }
}
