package dev.mqttdsp.benchmarks.negotiation;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import dev.mqttdsp.app.Trust;
import dev.mqttdsp.benchmarks.Sample;
import dev.mqttdsp.client.ConnectorException;
import dev.mqttdsp.client.Message;
import dev.mqttdsp.client.MqttDataAddress;
import dev.mqttdsp.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.TrustManagerFactory;

/** Flows up to the first message: the topic has a retained one, which comes as soon as the subscription stands. */
final class FirstMessages {
    static final String TOPIC = "line1/press/temperature";
    private static final long PATIENCE_SECONDS = 20;

    private final Tally tally;
    private final TrustManagerFactory trust;
    private final List<Double> millis = new ArrayList<>();

    /** Leaves the message at the broker on that port of this machine. */
    FirstMessages(Tally tally, int brokerPort) {
        this.tally = tally;
        this.trust = Trust.of(tally.pair().provider().data().resolve("ca.pem")).factory();
        Mqtt5BlockingClient machine = MqttClient.builder()
                .useMqttVersion5()
                .identifier("line1")
                .serverHost("127.0.0.1")
                .serverPort(brokerPort)
                .buildBlocking();
        machine.connect();
        machine.publishWith()
                .topic(TOPIC)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload("42.0".getBytes(StandardCharsets.UTF_8))
                .send();
        machine.disconnect();
    }

    /** Flows one after the other, each with a connection of its own. */
    void run(int number) throws InterruptedException {
        for (int i = 0; i < number; i++) {
            one().ifPresent(millis::add);
        }
    }

    /** Flows that only count when they fail. */
    void warmUp(int number) throws InterruptedException {
        for (int i = 0; i < number; i++) {
            one();
        }
    }

    private Optional<Double> one() throws InterruptedException {
        long begin = System.nanoTime();
        Flow flow = tally.single();
        if (flow.address().isEmpty()) {
            return Optional.empty(); // counted as a flow that failed
        }
        MqttDataAddress address = flow.address().get();
        CompletableFuture<Message> first = new CompletableFuture<>();
        try (Subscription subscription =
                Subscription.open(address, address.topics(), Optional.of(trust), first::complete)) {
            CompletableFuture<String> ended = subscription.ended().toCompletableFuture();
            CompletableFuture.anyOf(first, ended).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (first.isDone()) {
                return Optional.of((System.nanoTime() - begin) / 1e6);
            }
            tally.find(flow.process(), "transfer " + flow.process() + ": connection ended: " + ended.join());
        } catch (ConnectorException | TimeoutException | ExecutionException e) {
            tally.find(flow.process(), "transfer " + flow.process() + ": no message: " + e);
        }
        return Optional.empty();
    }

    /** From the negotiation's POST to the message, in milliseconds. */
    Sample times() {
        return Sample.of(millis);
    }
}
