package dev.mqttdsp.client;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.mqttdsp.client.ConnectorException.Code;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.TrustManagerFactory;

/** A live subscription to what a transfer gives: one MQTT 5 connection over WSS or TLS. */
public final class Subscription implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Mqtt5AsyncClient client;
    private final CompletableFuture<String> ended;

    private Subscription(Mqtt5AsyncClient client, CompletableFuture<String> ended) {
        this.client = client;
        this.ended = ended;
    }

    /**
     * Connects and subscribes.
     *
     * @param topics filters to subscribe to
     * @param trust who may have signed the gateway's certificate; empty for the JVM's authorities
     * @param onMessage called for each message, one after the other
     * @throws ConnectorException when the connection or a topic is refused, or nobody answers
     */
    public static Subscription open(
            MqttDataAddress address,
            List<String> topics,
            Optional<TrustManagerFactory> trust,
            Consumer<Message> onMessage) {
        CompletableFuture<String> ended = new CompletableFuture<>();
        Mqtt5AsyncClient client = builder(address.url(), trust)
                .addDisconnectedListener(context -> ended.complete(reason(context.getCause())))
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, publish -> onMessage.accept(message(publish)));
        Subscription subscription = new Subscription(client, ended);
        try {
            await(client.connectWith().simpleAuth(login(address.credential())).send());
            for (String topic : topics) {
                await(client.subscribeWith()
                        .topicFilter(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send());
            }
            return subscription;
        } catch (CompletionException | TimeoutException e) {
            subscription.close();
            throw refusal(address, topics, e instanceof TimeoutException ? e : e.getCause());
        }
    }

    /** Completes with the reason when the connection has ended, whoever ended it. */
    public CompletionStage<String> ended() {
        return ended.copy();
    }

    /** Ends the connection properly; one that has ended already stays so. */
    @Override
    public void close() {
        if (client.getState().isConnectedOrReconnect()) {
            client.disconnect()
                    .exceptionally(alreadyGone -> null)
                    .orTimeout(2, TimeUnit.SECONDS)
                    .exceptionally(hangs -> null)
                    .join();
        }
    }

    private static Mqtt5ClientBuilder builder(URI url, Optional<TrustManagerFactory> trust) {
        MqttClientSslConfig ssl = MqttClientSslConfig.builder()
                .trustManagerFactory(trust.orElse(null))
                .build();
        boolean webSocket = url.getScheme().toLowerCase(Locale.ROOT).equals("wss");
        int port = url.getPort() >= 0 ? url.getPort() : webSocket ? 443 : 8883;
        Mqtt5ClientBuilder builder =
                Mqtt5Client.builder().serverHost(url.getHost()).serverPort(port).sslConfig(ssl);
        if (webSocket) {
            String path = url.getRawPath() == null ? "" : url.getRawPath().replaceFirst("^/", "");
            builder = builder.webSocketConfig()
                    .serverPath(path)
                    .subprotocol("mqtt")
                    .applyWebSocketConfig();
        }
        return builder;
    }

    private static Mqtt5SimpleAuth login(MqttCredential credential) {
        var login = Mqtt5SimpleAuth.builder().password(credential.password().getBytes(StandardCharsets.UTF_8));
        return credential.user().map(login::username).orElse(login).build();
    }

    private static <T> T await(CompletableFuture<T> answer) throws TimeoutException {
        try {
            return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException timeout) {
                throw timeout;
            }
            throw e;
        }
    }

    private static Message message(Mqtt5Publish publish) {
        return new Message(
                publish.getTopic().toString(),
                publish.getPayloadAsBytes(),
                publish.getQos().getCode(),
                publish.isRetain());
    }

    private static ConnectorException refusal(MqttDataAddress address, List<String> topics, Throwable cause) {
        if (cause instanceof Mqtt5ConnAckException refused) {
            Mqtt5ConnAckReasonCode code = refused.getMqttMessage().getReasonCode();
            String hint = code == Mqtt5ConnAckReasonCode.SERVER_UNAVAILABLE
                    ? ", the provider's broker does not answer or does not let the gateway in"
                    : "";
            return new ConnectorException(
                    Code.REFUSED,
                    address.url() + " refused the connection: "
                            + code.toString().toLowerCase(Locale.ROOT) + hint,
                    cause);
        }
        if (cause instanceof Mqtt5SubAckException) {
            return new ConnectorException(
                    Code.REFUSED,
                    "topic refused: " + topics + " is not within what was granted, " + address.topics(),
                    cause);
        }
        if (cause instanceof ConnectionFailedException failed) {
            return new ConnectorException(
                    Code.UNREACHABLE, "no connection to " + address.url() + ": " + innermost(failed), cause);
        }
        return new ConnectorException(
                Code.UNREACHABLE, address.url() + " does not answer: " + cause.getMessage(), cause);
    }

    private static String reason(Throwable cause) {
        return cause instanceof Mqtt5DisconnectException disconnect
                ? disconnect.getMqttMessage().getReasonCode().toString().toLowerCase(Locale.ROOT)
                : innermost(cause);
    }

    private static String innermost(Throwable cause) {
        Throwable inner = cause;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
    }
}
