package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.hex;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Ports;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import dev.mqttdsp.gateway.testing.ScriptedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker entry with several hosts. */
@ExtendWith(NoLeaks.class)
class FailoverTest {
    private Mosquitto mosquitto;
    private Provider provider;

    @BeforeEach
    void start(@TempDir Path broker, @TempDir Path gateway) throws Exception {
        mosquitto = new Mosquitto(broker);
        provider = new Provider(gateway);
    }

    @AfterEach
    void stop() {
        if (mosquitto != null) {
            provider.close();
            mosquitto.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "mqtts", "ws", "wss"})
    void aHostThatRefusesIsPassedOver(String scheme) throws Exception {
        Broker works = mosquitto.entry(scheme);
        URI dead = URI.create(scheme + "://localhost:" + Ports.free());
        String token = provider.subscriber("flow", at(works, dead, works.url()), "a");

        assertThat(answer(token)).matches("20..0000.*");
        assertThat(answer(token)).matches("20..0000.*");
    }

    @Test
    void aHostThatHangsCostsTwoSecondsAndThatOnce() throws Exception {
        Broker works = mosquitto.entry("mqtts");
        try (ServerSocket hanging = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            hanging.setSoTimeout(300);
            URI silent = URI.create("mqtts://127.0.0.1:" + hanging.getLocalPort());
            String token = provider.subscriber("flow", at(works, silent, works.url()), "a");

            assertThat(answer(token)).matches("20..0000.*");
            hanging.accept().close();
            assertThat(answer(token)).matches("20..0000.*");

            assertThatExceptionOfType(SocketTimeoutException.class)
                    .as("the second time it is not asked")
                    .isThrownBy(() -> hanging.accept().close());
        }
    }

    @Test
    void whenTheHostThatWorkedDiesTheOthersAreTried() throws Exception {
        Broker works = mosquitto.entry("mqtt");
        String token;
        try (RawClient client = RawClient.tls(provider)) {
            try (ScriptedBroker scripted = new ScriptedBroker()) {
                token = provider.subscriber("flow", at(works, scripted.entry().url(), works.url()), "a");
                client.send(connect(V3, "me", token));
                try (RawClient atBroker = scripted.accept()) {
                    atBroker.read();
                    atBroker.send(packet(0x20, 0, 0));
                    assertThat(client.read()).isEqualTo("20020000");
                }
            }
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(answer(token)).matches("20..0000.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20020003"})
    void aHostThatTakesConnectionsButNoClientsIsNotTheFirstAnyMore(String connack) throws Exception {
        Broker works = mosquitto.entry("mqtt");
        try (ScriptedBroker scripted = new ScriptedBroker()) {
            String token =
                    provider.subscriber("flow", at(works, scripted.entry().url(), works.url()), "a");
            try (RawClient client = RawClient.tls(provider)) {
                client.send(connect(V3, "me", token));
                try (RawClient atBroker = scripted.accept()) {
                    atBroker.read();
                    atBroker.send(hex(connack));
                }
                assertThat(client.read()).isEqualTo("20020003");
            }
            assertThat(answer(token)).matches("20..0000.*");
        }
    }

    @Test
    void whenNoneWorksTheOperatorIsToldOfEach() throws Exception {
        URI one = URI.create("mqtt://127.0.0.1:" + Ports.free());
        URI two = URI.create("mqtt://127.0.0.1:" + Ports.free());
        String token = provider.subscriber("flow", at(mosquitto.entry("mqtt"), one, two), "a");

        assertThat(answer(token)).isEqualTo("2003008800");

        await().until(() -> !provider.events.isEmpty());
        assertThat(provider.events.get(0).reason()).isEqualTo("BROKER_UNREACHABLE");
        assertThat(provider.events.get(0).details().get("cause"))
                .contains(one + ": ")
                .contains("; " + two + ": ")
                .contains("Connection refused");
    }

    private static Broker at(Broker entry, URI... urls) {
        return new Broker(
                entry.name(),
                urls[0],
                List.of(urls).subList(1, urls.length),
                entry.login(),
                entry.topics(),
                true,
                entry.dialect());
    }

    private String answer(String token) throws IOException {
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(V5, "me", token));
            return client.read();
        }
    }
}
