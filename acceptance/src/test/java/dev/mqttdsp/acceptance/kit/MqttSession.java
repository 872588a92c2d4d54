package dev.mqttdsp.acceptance.kit;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.MqttVersion;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.suback.Mqtt3SubAck;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAck;
import dev.mqttdsp.acceptance.kit.leak.SeenSecrets;
import dev.mqttdsp.app.Trust;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A consumer's connection to the gateway, with either version of MQTT, over WSS or TLS as the URL says. */
public final class MqttSession implements AutoCloseable {
    /** A granted subscription with QoS 1. */
    public static final int GRANTED = 1;

    private static final long SECONDS = 20;

    private final Mqtt3AsyncClient three;
    private final Mqtt5AsyncClient five;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();

    private MqttSession(MqttVersion version, URI url, Path ca, String clientId) {
        MqttClientBuilder builder = MqttClient.builder()
                .identifier(clientId)
                .serverHost(url.getHost())
                .serverPort(url.getPort())
                .sslConfig(MqttClientSslConfig.builder()
                        .trustManagerFactory(Trust.of(ca).factory())
                        .build())
                .addDisconnectedListener(context -> ended.complete(context.getCause()));
        if (url.getScheme().equals("wss")) {
            builder = builder.webSocketConfig()
                    .serverPath(url.getPath().substring(1))
                    .subprotocol("mqtt")
                    .applyWebSocketConfig();
        }
        this.three =
                version == MqttVersion.MQTT_3_1_1 ? builder.useMqttVersion3().buildAsync() : null;
        this.five = version == MqttVersion.MQTT_5_0 ? builder.useMqttVersion5().buildAsync() : null;
        if (three != null) {
            three.publishes(
                    MqttGlobalPublishFilter.ALL,
                    publish -> keep(publish.getTopic() + " " + text(publish.getPayloadAsBytes())));
        } else {
            five.publishes(
                    MqttGlobalPublishFilter.ALL,
                    publish -> keep(publish.getTopic() + " " + text(publish.getPayloadAsBytes())));
        }
    }

    /** Connects with a token; the client's own exception says how it was refused. */
    public static MqttSession connect(MqttVersion version, URI url, Path ca, String clientId, String token)
            throws Exception {
        Optional<String> user = version == MqttVersion.MQTT_3_1_1 ? Optional.of("any") : Optional.empty();
        return connect(version, url, ca, clientId, user, token);
    }

    /** Connects with a user name, without which version 3.1.1 has no password; version 5 does without. */
    public static MqttSession connect(
            MqttVersion version, URI url, Path ca, String clientId, Optional<String> user, String password)
            throws Exception {
        MqttSession session = new MqttSession(version, url, ca, clientId);
        SeenSecrets.add(password);
        byte[] secret = password.getBytes(StandardCharsets.UTF_8);
        if (session.three != null) {
            get(session.three
                    .connectWith()
                    .simpleAuth()
                    .username(user.orElseThrow())
                    .password(secret)
                    .applySimpleAuth()
                    .send());
        } else {
            var login = Mqtt5SimpleAuth.builder().password(secret);
            get(session.five
                    .connectWith()
                    .simpleAuth(user.map(login::username).orElse(login).build())
                    .send());
        }
        return session;
    }

    /** Connects with version 5 and a will on that topic. */
    public static MqttSession connectWithWill(URI url, Path ca, String password, String willTopic) throws Exception {
        MqttSession session = new MqttSession(MqttVersion.MQTT_5_0, url, ca, "with-will");
        get(session.five
                .connectWith()
                .simpleAuth()
                .password(password.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .willPublish()
                .topic(willTopic)
                .payload("last words".getBytes(StandardCharsets.UTF_8))
                .applyWillPublish()
                .send());
        return session;
    }

    /** Connects with version 5 and the wish to find a session that was left, and to leave one. */
    public static MqttSession connectToKept(URI url, Path ca, String clientId, String token) throws Exception {
        MqttSession session = new MqttSession(MqttVersion.MQTT_5_0, url, ca, clientId);
        get(session.five
                .connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(3_600)
                .simpleAuth()
                .password(token.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send());
        return session;
    }

    /** Subscribes with QoS 1 to all filters in one packet and gives the code of each: 1 is granted, 0x80 and above denied. */
    public List<Integer> subscribe(String... filters) throws Exception {
        if (three != null) {
            var subscriptions = List.of(filters).stream()
                    .map(filter -> Mqtt3Subscription.builder()
                            .topicFilter(filter)
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .build())
                    .toList();
            try {
                Mqtt3SubAck ack = get(
                        three.subscribeWith().addSubscriptions(subscriptions).send());
                return ack.getReturnCodes().stream().map(code -> code.getCode()).toList();
            } catch (Mqtt3SubAckException e) {
                return e.getMqttMessage().getReturnCodes().stream()
                        .map(code -> code.getCode())
                        .toList();
            }
        }
        var subscriptions = List.of(filters).stream()
                .map(filter -> Mqtt5Subscription.builder()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .build())
                .toList();
        try {
            Mqtt5SubAck ack =
                    get(five.subscribeWith().addSubscriptions(subscriptions).send());
            return ack.getReasonCodes().stream().map(code -> code.getCode()).toList();
        } catch (Mqtt5SubAckException e) {
            return e.getMqttMessage().getReasonCodes().stream()
                    .map(code -> code.getCode())
                    .toList();
        }
    }

    /** The next message, {@code topic payload}; null when none comes within twenty seconds. */
    public String next() throws InterruptedException {
        return messages.poll(SECONDS, TimeUnit.SECONDS);
    }

    /** What has arrived and was not asked for yet. */
    public List<String> arrived() {
        return List.copyOf(messages);
    }

    /** Completes when the connection has ended, whoever ended it. */
    public CompletableFuture<Throwable> ended() {
        return ended;
    }

    /** The underlying client of version 5. */
    public Mqtt5AsyncClient five() {
        return five;
    }

    /** The underlying client of version 3.1.1. */
    public Mqtt3AsyncClient three() {
        return three;
    }

    @Override
    public void close() {
        CompletableFuture<Void> disconnected =
                three != null ? three.disconnect() : five.disconnect().thenApply(x -> null);
        disconnected.exceptionally(alreadyGone -> null).join();
    }

    private void keep(String message) {
        messages.add(message);
    }

    private static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }

    private static <T> T get(CompletableFuture<T> answer) throws Exception {
        try {
            return answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
