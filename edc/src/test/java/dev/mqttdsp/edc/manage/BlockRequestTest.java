package dev.mqttdsp.edc.manage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mqttdsp.edc.manage.BlockRequest.RefusedException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockRequestTest {
    @Test
    void idsMayHoldAnything() throws RefusedException {
        BlockRequest request = BlockRequest.parse(
                "{\"@context\": {}, \"participantId\": \"did:web:host%3A8080 \\n\\u00fc\\\"\", \"reason\": \"unpaid\"}");

        assertThat(request.participant()).isEqualTo("did:web:host%3A8080 \n\u00fc\"");
        assertThat(request.reason()).isEqualTo("unpaid");
    }

    @Test
    void aReasonIsNotNeeded() throws RefusedException {
        assertThat(BlockRequest.parse("{\"participantId\": \"p\"}").reason()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; participantId; found nothing; a participant id",
                "{\"participantId\": 7}; participantId; found 7; a participant id",
                "{\"participantId\": \" \"}; participantId; found \" \"; a participant id",
                "{\"participantId\": null}; participantId; found nothing; a participant id",
                "{\"participantId\": [\"p\"]}; participantId; found [\"p\"]; a participant id",
                "{\"participant\": \"p\"}; participant; found \"p\"; participantId and reason",
                "{\"participantId\": \"p\", \"reason\": {}}; reason; found {}; a text",
                "[]; body; found \"[]\"; a JSON object",
                "{\"participantId\": \"p\"; body; found \"{; a JSON object",
                "''; body; found nothing; a JSON object"
            })
    void aBadRequestIsToldPropertyFoundAndAccepted(String body, String property, String found, String accepted) {
        JsonObject error = refusal(body);

        assertThat(error.getString("message"))
                .startsWith(property + ": found ")
                .contains(found)
                .contains("; accepted: ")
                .contains(accepted);
        assertThat(error.getString("path")).isEqualTo(property);
        assertThat(error.getString("type")).isEqualTo("InvalidRequest");
    }

    @Test
    void longTextsAreRefused() {
        String tooLong = "x".repeat(1_001);

        assertThat(refusal("{\"participantId\": \"" + tooLong + "\"}").getString("path"))
                .isEqualTo("participantId");
        assertThat(refusal("{\"participantId\": \"p\", \"reason\": \"" + tooLong + "\"}")
                        .getString("path"))
                .isEqualTo("reason");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyParameterIsRefused(String parameter) {
        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> BlockRequest.participant(parameter));

        assertThat(refused.answer().getStatus()).isEqualTo(400);
    }

    private static JsonObject refusal(String body) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> BlockRequest.parse(body));
        assertThat(refused.answer().getStatus()).isEqualTo(400);
        return Json.createReader(new StringReader((String) refused.answer().getEntity()))
                .readArray()
                .getJsonObject(0);
    }
}
