package dev.mqttdsp.app.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import dev.mqttdsp.app.process.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private final int port = new FreePorts().next();

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(port, directory);
    }

    @AfterEach
    void stop() throws Exception {
        broker.stop();
    }

    @Test
    void speaksBothVersionsOfMqtt() throws Exception {
        Mqtt3BlockingClient three = three("three");
        Mqtt5BlockingClient five = five();
        three.connect();
        five.connect();
        try (var toThree = three.publishes(MqttGlobalPublishFilter.ALL);
                var toFive = five.publishes(MqttGlobalPublishFilter.ALL)) {
            three.subscribeWith().topicFilter("line1/+/temperature").send();
            five.subscribeWith().topicFilter("line1/#").send();

            publish(five, "line1/press/temperature");

            assertThat(toThree.receive(10, TimeUnit.SECONDS)).isPresent();
            assertThat(toFive.receive(10, TimeUnit.SECONDS)).isPresent();
        }
        three.disconnect();
        five.disconnect();
    }

    @Test
    void keepsMessagesForAnAbsentClientOverARestart() throws Exception {
        Mqtt3BlockingClient absent = three("absent");
        absent.connectWith().cleanSession(false).send();
        absent.subscribeWith().topicFilter("kept").qos(MqttQos.AT_LEAST_ONCE).send();
        absent.disconnect();
        Mqtt5BlockingClient five = five();
        five.connect();
        publish(five, "kept");
        five.disconnect();

        broker.stop();
        broker = EmbeddedBroker.start(port, directory);

        try (var messages = absent.publishes(MqttGlobalPublishFilter.ALL)) {
            absent.connectWith().cleanSession(false).send();
            assertThat(messages.receive(10, TimeUnit.SECONDS)).isPresent();
        }
        absent.disconnect();
    }

    /** As the gateway has it drop what a client has left when its access ends. */
    @Test
    void dropsASessionThatIsTakenOverToEndOrFoundClean() throws Exception {
        Mqtt3BlockingClient three = three("three");
        three.connectWith().cleanSession(false).send();
        three.subscribeWith().topicFilter("kept").qos(MqttQos.AT_LEAST_ONCE).send();
        three.disconnect();
        Mqtt5BlockingClient five = five("five");
        five.connectWith().sessionExpiryInterval(300).send();
        five.subscribeWith().topicFilter("kept").qos(MqttQos.AT_LEAST_ONCE).send();
        five.disconnect();
        Mqtt5BlockingClient publisher = five("publisher");
        publisher.connect();
        publish(publisher, "kept");
        publisher.disconnect();

        three.connectWith().cleanSession(true).send();
        three.disconnect();
        assertThat(five.connectWith()
                        .cleanStart(false)
                        .sessionExpiryInterval(0)
                        .send()
                        .isSessionPresent())
                .isTrue();
        five.disconnect();

        assertThat(three.connectWith().cleanSession(false).send().isSessionPresent())
                .isFalse();
        assertThat(five.connectWith()
                        .cleanStart(false)
                        .sessionExpiryInterval(0)
                        .send()
                        .isSessionPresent())
                .isFalse();
        three.disconnect();
        five.disconnect();
    }

    @Test
    void listensOnLoopbackAlone() throws Exception {
        List<InetAddress> others = Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();

        assertThat(reachable(InetAddress.getLoopbackAddress())).isTrue();
        assertThat(others).noneMatch(this::reachable);
    }

    private boolean reachable(InetAddress address) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Mqtt3BlockingClient three(String id) {
        return MqttClient.builder()
                .useMqttVersion3()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildBlocking();
    }

    private Mqtt5BlockingClient five() {
        return five("five");
    }

    private Mqtt5BlockingClient five(String id) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildBlocking();
    }

    private static void publish(Mqtt5BlockingClient client, String topic) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("42".getBytes(StandardCharsets.UTF_8))
                .send();
    }
}
