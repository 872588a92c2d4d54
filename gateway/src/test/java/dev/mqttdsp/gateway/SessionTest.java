package dev.mqttdsp.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class SessionTest {
    @Test
    void first(@TempDir Path a, @TempDir Path b) throws Exception {
        try (Mosquitto broker = new Mosquitto(a);
                Provider provider = new Provider(b)) {
            String token = provider.subscriber("flow-1", broker.entry("mqtt"), "plant/#");
            System.setProperty("x", "y");
            var tmf = javax.net.ssl.TrustManagerFactory.getInstance("PKIX");
            var ks = java.security.KeyStore.getInstance("PKCS12");
            ks.load(null);
            ks.setCertificateEntry(
                    "ca",
                    java.security.cert.CertificateFactory.getInstance("X.509")
                            .generateCertificate(java.nio.file.Files.newInputStream(provider.tls.ca())));
            tmf.init(ks);
            Mqtt5BlockingClient client = MqttClient.builder()
                    .useMqttVersion5()
                    .serverHost("localhost")
                    .serverPort(provider.gateway.webPort())
                    .sslConfig(MqttClientSslConfig.builder()
                            .trustManagerFactory(tmf)
                            .build())
                    .webSocketConfig()
                    .serverPath("mqtt")
                    .applyWebSocketConfig()
                    .identifier("me")
                    .simpleAuth()
                    .username("any")
                    .password(token.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth()
                    .buildBlocking();
            try (var publishes = client.publishes(com.hivemq.client.mqtt.MqttGlobalPublishFilter.ALL)) {
                System.out.println(client.connect());
                System.out.println(client.subscribeWith().topicFilter("plant/a").send());
                broker.publish("plant/a", "hello");
                var p = publishes.receive(5, TimeUnit.SECONDS);
                assertThat(new String(p.orElseThrow().getPayloadAsBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("hello");
                long t = System.nanoTime();
                provider.grants.end("flow-1", "test");
                org.awaitility.Awaitility.await()
                        .pollInterval(java.time.Duration.ofMillis(2))
                        .until(() -> !client.getState().isConnected());
                System.out.println("cut after " + (System.nanoTime() - t) / 1e6 + " ms");
            }
        }
    }
}
