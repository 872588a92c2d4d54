package dev.mqttdsp.pacing.handout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
    private final Recent<String, Integer> recent = new Recent<>(2);

    @Test
    void theOldestGoesFirstAndWhatIsPutAgainIsNew() {
        recent.put("a", 1);
        recent.put("b", 2);
        recent.put("a", 3);
        recent.put("c", 4);

        assertThat(recent.has("b")).isFalse();
        assertThat(recent.get("a")).hasValue(3);
        assertThat(recent.get("c")).hasValue(4);
    }

    @Test
    void whatIsRemovedIsGone() {
        recent.put("a", 1);
        recent.remove("a");

        assertThat(recent.get("a")).isEmpty();
    }
}
