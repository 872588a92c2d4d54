package dev.mqttdsp.gateway.testing;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The two public ways into a gateway. */
public enum Door {
    TLS,
    WSS;

    /** Each of them in each version of MQTT. */
    public static Stream<Arguments> andVersions() {
        return Stream.of(values())
                .flatMap(door -> IntStream.of(Wire.V3, Wire.V5).mapToObj(version -> Arguments.of(door, version)));
    }

    public int port(Provider provider) {
        return this == TLS ? provider.gateway.tlsPort() : provider.gateway.webPort();
    }

    public RawClient raw(Provider provider) throws IOException {
        return this == TLS ? RawClient.tls(provider) : RawClient.webSocket(provider);
    }

    public Mqtt5BlockingClient v5(Provider provider, String clientId, String token) {
        return builder(provider, clientId)
                .useMqttVersion5()
                .simpleAuth()
                .username("any")
                .password(token.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildBlocking();
    }

    public Mqtt3BlockingClient v3(Provider provider, String clientId, String token) {
        return builder(provider, clientId)
                .useMqttVersion3()
                .simpleAuth()
                .username("any")
                .password(token.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildBlocking();
    }

    private MqttClientBuilder builder(Provider provider, String clientId) {
        MqttClientBuilder builder = MqttClient.builder()
                .identifier(clientId)
                .serverHost("localhost")
                .sslConfig(MqttClientSslConfig.builder()
                        .trustManagerFactory(provider.trustManagers())
                        .build());
        return this == TLS
                ? builder.serverPort(provider.gateway.tlsPort())
                : builder.serverPort(provider.gateway.webPort())
                        .webSocketConfig()
                        .serverPath("mqtt")
                        .applyWebSocketConfig();
    }
}
