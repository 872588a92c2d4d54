package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.gateway.testing.ClientCertificate;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that asks the gateway for a certificate. */
@ExtendWith(NoLeaks.class)
class ClientCertificateTest {
    /** The broker's alert; or what TCP says when a broker that closes with our CONNECT unread cuts its own alert off. */
    private static final String WHY = "(?s).*(ALERT_CERTIFICATE_REQUIRED|ALERT_UNKNOWN_CA|reset|Broken pipe).*";

    private static ClientCertificate right;
    private static ClientCertificate wrong;
    private static Mosquitto mosquitto;
    private static Provider provider;

    @BeforeAll
    static void start(@TempDir Path broker, @TempDir Path gateway, @TempDir Path certificates) throws Exception {
        right = ClientCertificate.make(certificates, "right");
        wrong = ClientCertificate.make(certificates, "wrong");
        mosquitto = Mosquitto.askingFor(right.ca(), broker);
        provider = new Provider(gateway);
    }

    @AfterAll
    static void stop() {
        if (provider != null) {
            provider.close();
            mosquitto.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtts", "wss"})
    void withTheRightOneItIsLetIn(String scheme) throws Exception {
        assertThat(answer(scheme, Optional.of(right))).matches("20..0000.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtts", "wss"})
    void withoutOneItIsRefusedAndTheOperatorReadsWhy(String scheme) throws Exception {
        assertThat(answer(scheme, Optional.empty())).isEqualTo("2003008800");
        assertThat(told().details().get("cause")).matches(WHY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtts", "wss"})
    void withTheWrongOneItIsRefusedAndTheOperatorReadsWhy(String scheme) throws Exception {
        assertThat(answer(scheme, Optional.of(wrong))).isEqualTo("2003008800");
        assertThat(told().details().get("cause")).matches(WHY);
    }

    private static AccessEvent told() {
        await().until(() -> !provider.events.isEmpty());
        AccessEvent last = provider.events.get(provider.events.size() - 1);
        assertThat(last.reason()).isIn("BROKER_UNREACHABLE", "BROKER_LOST");
        return last;
    }

    private static String answer(String scheme, Optional<ClientCertificate> shown) throws IOException {
        provider.events.clear();
        Broker entry = mosquitto.entry(scheme);
        BrokerLogin login = new BrokerLogin(
                entry.login().user(),
                entry.login().password(),
                entry.login().ca(),
                shown.map(ClientCertificate::certificate),
                shown.map(ClientCertificate::key));
        String token = provider.subscriber(
                "flow-" + scheme + "-" + shown.map(ClientCertificate::ca).orElse(Path.of("none")),
                new Broker(entry.name(), entry.url(), login, entry.topics(), true, entry.dialect()),
                "a");
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(V5, "me", token));
            return client.read();
        }
    }
}
