package dev.mqttdsp.edc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.grant.Barred;
import dev.mqttdsp.core.grant.Party;
import dev.mqttdsp.core.grant.RefreshRules;
import dev.mqttdsp.edc.settings.MqttSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessCoreTest {
    @TempDir
    private Path directory;

    private final Map<String, String> vault = new HashMap<>();

    @Test
    void theSigningKeyIsMadeOnceInTheDataDirectory() {
        try (AccessCore first = core(Map.of());
                AccessCore second = core(Map.of())) {
            assertThat(first.key().publicJwks()).isEqualTo(second.key().publicJwks());
        }
    }

    @Test
    void theSigningKeyCanComeFromTheVault() throws Exception {
        vault.put(
                "signing",
                new ECKeyGenerator(Curve.P_256).keyID("mine").generate().toJSONString());

        try (AccessCore core = core(Map.of("edc.mqtt.token.key.alias", "signing"))) {
            assertThat(core.key().publicJwks()).contains("\"P-256\"").doesNotContain("\"d\"");
            assertThat(directory).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void theOperatorDecidesWhetherSessionsOutlastASuspension(String setting, boolean kept) {
        try (AccessCore core = core(Map.of("edc.mqtt.suspend.keep", setting))) {
            core.grants().start(OpenGrants.request("flow", Instant.MAX));
            long before = core.store().find("flow").orElseThrow().sessionEpoch();

            core.grants().suspend("flow", Party.PROVIDER);

            assertThat(core.store().find("flow").orElseThrow().keepsSessions(before, Instant.now()))
                    .isEqualTo(kept);
        }
    }

    @Test
    void anAliasUnderWhichThereIsNoKeyStopsTheBoot() {
        assertThatThrownBy(() -> core(Map.of("edc.mqtt.token.key.alias", "signing")))
                .isInstanceOf(EdcException.class)
                .hasMessageContaining("edc.mqtt.token.key.alias: found 'signing', under which the vault has nothing");

        vault.put("signing", "{\"kty\":\"EC\",\"secret\":\"do not repeat\"}");
        assertThatThrownBy(() -> core(Map.of("edc.mqtt.token.key.alias", "signing")))
                .isInstanceOf(EdcException.class)
                .hasMessageContaining("edc.mqtt.token.key.alias: found 'signing'")
                .hasMessageNotContaining("do not repeat");
    }

    @Test
    void aDataDirectoryThatCannotBeUsedStopsTheBoot() throws IOException {
        Path file = Files.createFile(directory.resolve("a-file"));

        assertThatThrownBy(() -> core(Map.of("edc.mqtt.data.dir", file.toString())))
                .isInstanceOf(EdcException.class)
                .hasMessageContaining("edc.mqtt.data.dir")
                .hasMessageContaining(file.toString());
    }

    @Test
    void aListOfBlockedParticipantsThatIsNoneStopsTheBoot() throws IOException {
        Files.writeString(directory.resolve("blocked.json"), "{\"blocked\":[{");

        assertThatThrownBy(() -> core(Map.of()))
                .isInstanceOf(EdcException.class)
                .hasMessageContaining("edc.mqtt.data.dir")
                .hasMessageContaining("blocked.json")
                .hasNoCause();
    }

    @Test
    void whoIsBlockedStaysSoAfterARestart() throws IOException {
        try (AccessCore core = core(Map.of())) {
            core.blocks().block("did:web:host%3A8080", "");
        }

        try (AccessCore core = core(Map.of())) {
            assertThat(core.blocks().all()).extracting(Barred.Bar::participant).containsExactly("did:web:host%3A8080");
        }
    }

    private AccessCore core(Map<String, String> entries) {
        Map<String, String> all = new HashMap<>(Map.of("edc.mqtt.data.dir", directory.toString()));
        all.putAll(entries);
        return AccessCore.of(
                MqttSettings.read(ConfigFactory.fromMap(all)),
                "provider",
                vault::get,
                RefreshRules.NONE,
                AccessEvents.NONE,
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }
}
