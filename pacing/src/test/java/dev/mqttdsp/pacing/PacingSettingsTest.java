package dev.mqttdsp.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.junit.jupiter.api.Test;

class PacingSettingsTest {

    @Test
    void everythingIsOnByDefault() {
        PacingSettings settings = read(Map.of());

        assertThat(settings.wakeUp()).isTrue();
        assertThat(settings.revalidate()).isTrue();
        assertThat(settings.hold()).isTrue();
        assertThat(settings.retry()).isTrue();
        assertThat(settings.api()).isTrue();
        assertThat(settings.isPaced()).isTrue();
        assertThat(settings.longestHold()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.pause()).isEqualTo(Duration.ofMillis(150));
    }

    @Test
    void eachPartCanBeSwitchedOff() {
        PacingSettings settings = read(Map.of(
                "edc.pacing.wakeup.enabled", "false",
                "edc.pacing.handout.enabled", "False",
                "edc.pacing.hold.enabled", "false",
                "edc.pacing.retry.enabled", "false",
                "edc.pacing.api.enabled", "false"));

        assertThat(settings.wakeUp() || settings.revalidate() || settings.hold() || settings.retry() || settings.api())
                .isFalse();
    }

    @Test
    void whatIsNoUsableValueIsRefusedWithWhatIsAccepted() {
        assertThatThrownBy(() -> read(Map.of("edc.pacing.hold.enabled", "yes")))
                .isInstanceOf(EdcException.class)
                .hasMessage("edc.pacing.hold.enabled: found 'yes'; accepted: true or false");
        assertThatThrownBy(() -> read(Map.of("edc.pacing.hold.longest", "0")))
                .hasMessage("edc.pacing.hold.longest: found '0'; accepted: a whole number from 1 to 60000");
        assertThatThrownBy(() -> read(Map.of("edc.pacing.api.waiters", "many"))).hasMessageContaining("found 'many'");
    }

    private static PacingSettings read(Map<String, String> settings) {
        return PacingSettings.read(ConfigFactory.fromMap(settings));
    }
}
