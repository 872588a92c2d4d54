package dev.mqttdsp.edc.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttSettingsTest {

    @Test
    void nothingSetGivesALoopbackGatewayOnTheDefaultPorts() {
        MqttSettings settings = read(Map.of());

        assertThat(settings.bind()).containsExactly("127.0.0.1");
        assertThat(settings.webPort()).isEqualTo(8884);
        assertThat(settings.tlsPort()).isEqualTo(8883);
        assertThat(settings.endpoints().wss()).isEqualTo(URI.create("wss://localhost:8884/mqtt"));
        assertThat(settings.endpoints().tls()).isEqualTo(URI.create("mqtts://localhost:8883"));
        assertThat(settings.tokenLifetime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.sessionMax()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.goodbye()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.dataDirectory()).isEqualTo(Path.of("data"));
        assertThat(settings.certificate()).isEmpty();
        assertThat(settings.namedCertificates()).isEmpty();
        assertThat(settings.tokenKeyAlias()).isEmpty();
        assertThat(settings.allowInsecure()).isFalse();
        assertThat(settings.gatewayEnabled()).isTrue();
        assertThat(settings.keepOnSuspend()).isFalse();
    }

    @Test
    void theUrlsOfConsumersFollowHostAndPorts() {
        MqttSettings settings = read(Map.of(
                "edc.mqtt.public.host", "::1", "edc.mqtt.public.port", "443", "edc.mqtt.public.tls.port", "9883"));

        assertThat(settings.endpoints().wss()).isEqualTo(URI.create("wss://[::1]:443/mqtt"));
        assertThat(settings.endpoints().tls()).isEqualTo(URI.create("mqtts://[::1]:9883"));
        assertThat(read(Map.of("edc.mqtt.public.host", "[::1]")).host())
                .as("the host in the certificate")
                .isEqualTo("::1");
    }

    @Test
    void theUrlsOfConsumersMayLeadThroughSomethingInFront() {
        MqttSettings settings = read(Map.of("edc.mqtt.public.wss.url", "wss://share.example/plant"));

        assertThat(settings.endpoints().wss()).isEqualTo(URI.create("wss://share.example/plant"));
    }

    @Test
    void aLimitThatIsSetIsTheLimitAndTheOthersStay() {
        Limits limits = read(Map.of("edc.mqtt.limit.sessions.grant", "7")).limits();

        assertThat(limits.of(Limit.SESSIONS_PER_GRANT)).isEqualTo(7);
        assertThat(limits.of(Limit.FILTERS)).isEqualTo(Limit.FILTERS.usual());
    }

    @ParameterizedTest
    @CsvSource({
        "edc.mqtt.limit.levels, 0, 1 to 65535",
        "edc.mqtt.limit.levels, many, 1 to 65535",
        "edc.mqtt.limit.sessions.flow, 3, sessions.grant"
    })
    void aLimitThatIsNoneIsRefusedWithWhatIsAccepted(String key, String value, String accepted) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOf(EdcException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(accepted);
    }

    @Test
    void severalAddressesToListenOn() {
        assertThat(read(Map.of("edc.mqtt.public.bind", "127.0.0.1, ::1, [::]")).bind())
                .containsExactly("127.0.0.1", "::1", "[::]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    edc.mqtt.public.port      | web    | a whole number from 1 to 65535
                    edc.mqtt.public.port      | 70000  | a whole number from 1 to 65535
                    edc.mqtt.public.tls.port  | 0      | a whole number from 1 to 65535
                    edc.mqtt.token.lifetime   | 5m     | a whole number from 1 to 86400
                    edc.mqtt.session.max      | -1     | a whole number from 1 to 31536000
                    edc.mqtt.shutdown.seconds | 21     | a whole number from 0 to 20
                    edc.mqtt.allow.insecure   | yes    | true, false
                    edc.mqtt.suspend.keep     | 1      | true, false
                    edc.mqtt.gateway.enabled  | no     | true, false
                    edc.mqtt.public.wss.url   | ws://x | a URL such as wss://host:port
                    edc.mqtt.public.proxies   | lb.example | an address or a range such as 10.0.0.7, 10.0.0.0/8, fd00::7 or fd00::/8
                    edc.mqtt.public.tls.url   | mqtts: | a URL such as mqtts://host:port
                    edc.mqtt.public.certificate | /nowhere.pem | the path of a file that this process may read
                    """)
    void aValueThatCannotBeUsedIsRefusedByKeyValueAndWhatIsAccepted(String key, String value, String accepted) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOf(EdcException.class)
                .hasMessage(key + ": found '" + value + "'; accepted: " + accepted);
    }

    @Test
    void oneSideOfACertificateIsRefused(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("certificate.pem"));

        assertThatThrownBy(() -> read(Map.of("edc.mqtt.public.certificate", file.toString())))
                .isInstanceOf(EdcException.class)
                .hasMessageContaining("edc.mqtt.public.key: found nothing");
    }

    @Test
    void furtherCertificatesComeInPairsOfOneName(@TempDir Path directory) throws IOException {
        String file = Files.createFile(directory.resolve("any.pem")).toString();

        assertThat(read(Map.of("edc.mqtt.public.certificate.shop", file, "edc.mqtt.public.key.shop", file))
                        .namedCertificates())
                .hasSize(1);
        assertThatThrownBy(
                        () -> read(Map.of("edc.mqtt.public.certificate.shop", file, "edc.mqtt.public.key.plant", file)))
                .isInstanceOf(EdcException.class)
                .hasMessage("edc.mqtt.public.certificate.plant: found nothing; accepted: a PEM file, because"
                        + " edc.mqtt.public.key.plant is set");
    }

    @Test
    void withoutTheGatewayTheSecondPortDoesNotMatter() {
        assertThat(read(Map.of("edc.mqtt.public.port", "8883", "edc.mqtt.gateway.enabled", "false"))
                        .webPort())
                .isEqualTo(8883);
    }

    @Test
    void oneNumberForBothPortsIsRefused() {
        assertThatThrownBy(() -> read(Map.of("edc.mqtt.public.port", "8883")))
                .isInstanceOf(EdcException.class)
                .hasMessageContaining("edc.mqtt.public.port and edc.mqtt.public.tls.port: found 8883 for both");
    }

    private static MqttSettings read(Map<String, String> entries) {
        return MqttSettings.read(ConfigFactory.fromMap(entries));
    }
}
