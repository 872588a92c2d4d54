package dev.mqttdsp.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KnownTopicsTest {
    private final KnownTopics known = new KnownTopics();

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private boolean has(String topic, boolean retain) {
        ByteBuf bytes = bytes("xx" + topic + "payload");
        return known.has(bytes, 2, topic.getBytes(StandardCharsets.UTF_8).length, retain);
    }

    private void add(String topic, boolean retain) {
        known.add(bytes(topic), 0, topic.getBytes(StandardCharsets.UTF_8).length, retain);
    }

    @Test
    void atFirstNothingIsKnown() {
        assertThat(has("plant/a", false)).isFalse();
        assertThat(has("", false)).isFalse();
    }

    @Test
    void whatWasAddedIsKnownAndNothingElse() {
        add("plant/a", false);

        assertThat(has("plant/a", false)).isTrue();
        assertThat(has("plant/b", false)).isFalse();
        assertThat(has("plant/", false)).isFalse();
        assertThat(has("plant/a/", false)).isFalse();
        assertThat(has("plant/a", true)).isFalse();
    }

    @Test
    void theRightToRetainIsOneOfItsOwn() {
        add("plant/a", true);

        assertThat(has("plant/a", true)).isTrue();
        assertThat(has("plant/a", false)).isFalse();
    }

    @Test
    void ofThousandsOfTopicsAFewAreKnownAndNoneIsTakenForAnother() {
        for (int i = 0; i < 5_000; i++) {
            add("plant/" + i, false);
            assertThat(has("plant/" + i, false)).isTrue();
            assertThat(has("secret/" + i, false)).isFalse();
        }
    }

    @Test
    void aTopicOfAnyLengthDoesNoHarm() {
        String longest = "x".repeat(65_535);
        add(longest, false);

        assertThat(has(longest, false)).isFalse();
    }
}
