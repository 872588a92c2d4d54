package dev.mqttdsp.app.demo;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A production line that publishes: two temperatures that are shared, and an energy meter that is nobody's business. */
final class Machine implements AutoCloseable {
    private static final long PERIOD_MILLIS = 500;

    private final Mqtt5AsyncClient client;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "machine"));
    private final ScheduledFuture<?> publishing;
    private long tick;

    private Machine(Mqtt5AsyncClient client) {
        this.client = client;
        this.publishing = clock.scheduleAtFixedRate(this::publish, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Connects to a broker on this machine and begins to publish. */
    static Machine start(int port) {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("line1")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildAsync();
        client.connect().join();
        return new Machine(client);
    }

    private void publish() {
        double phase = tick++ / 5.0;
        String asset = tick % 2 == 0 ? "press" : "oven";
        send("line1/" + asset + "/temperature", (asset.equals("press") ? 42 : 180) + 3 * Math.sin(phase));
        send("line1/meter/energy", 7 + Math.cos(phase));
    }

    private void send(String topic, double value) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(String.format(Locale.ROOT, "%.1f", value).getBytes(StandardCharsets.UTF_8))
                .send()
                .join();
    }

    @Override
    public void close() {
        publishing.cancel(false);
        clock.shutdown();
        client.disconnect().exceptionally(alreadyGone -> null).join();
    }
}
