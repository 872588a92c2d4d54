package dev.mqttdsp.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLineTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00.7Z");

    private final AuditLine lines = new AuditLine("did:web:provider");

    @Test
    void saysEverythingThatIsKnownOfAnEvent() {
        AccessEvent event = AccessEvent.of(
                        NOW,
                        Kind.CONNECT_REFUSED,
                        "EXPIRED",
                        new Subject("f1", "did:web:c%3A8080", "agreement", "asset"))
                .at("192.0.2.1:4711")
                .with("client", "reader")
                .with("version", "5");

        assertThat(lines.of(event))
                .isEqualTo("{\"time\":\"2030-01-01T12:00:00.700Z\",\"participant\":\"did:web:provider\","
                        + "\"event\":\"CONNECT_REFUSED\",\"reason\":\"EXPIRED\",\"flow\":\"f1\","
                        + "\"consumer\":\"did:web:c%3A8080\",\"agreement\":\"agreement\",\"asset\":\"asset\","
                        + "\"address\":\"192.0.2.1:4711\",\"details\":{\"client\":\"reader\",\"version\":\"5\"}}\n");
    }

    @Test
    void saysHowManyAreMissing() {
        assertThat(lines.gap(NOW, 17))
                .contains("\"event\":\"EVENTS_LOST\"")
                .contains("\"details\":{\"events\":\"17\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\",\"event\":\"CONNECTED",
                "a\nb\r\nc",
                "\\\" \\u0022",
                "\u2028\u2029\u0085\u202e",
                "\0\u001f\u007f",
                "M\u00fcller \ud83d\ude00"
            })
    void whateverAValueIsTheLineIsOneLineOfJsonThatGivesItBack(String hostile) throws ParseException {
        AccessEvent event = AccessEvent.of(NOW, Kind.CONNECTED, "", Subject.ofConsumer(hostile))
                .with("client", hostile)
                .with(hostile, "name");

        String line = lines.of(event);

        assertThat(line).matches("[ -~]*\n");
        Map<String, Object> read = JSONObjectUtils.parse(line);
        assertThat(read).containsEntry("consumer", hostile).containsEntry("event", "CONNECTED");
        assertThat(JSONObjectUtils.getJSONObject(read, "details"))
                .containsEntry("client", hostile)
                .containsEntry(hostile, "name");
    }

    @Test
    void halfACharacterIsReplaced() throws ParseException {
        String line = lines.of(AccessEvent.of(NOW, Kind.CONNECTED, "", Subject.ofConsumer("a\ud83db\ude00")));

        assertThat(JSONObjectUtils.parse(line)).containsEntry("consumer", "a\ufffdb\ufffd");
    }

    @Test
    void longValuesAreCut() throws ParseException {
        String line = lines.of(AccessEvent.of(NOW, Kind.CONNECTED, "", Subject.ofConsumer("x".repeat(70_000)))
                .with("client", "y".repeat(70_000)));

        Map<String, Object> read = JSONObjectUtils.parse(line);
        assertThat((String) read.get("consumer")).hasSize(256);
        assertThat((String) JSONObjectUtils.getJSONObject(read, "details").get("client"))
                .hasSize(256);
    }
}
