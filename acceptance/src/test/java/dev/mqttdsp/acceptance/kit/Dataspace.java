package dev.mqttdsp.acceptance.kit;

import static org.awaitility.Awaitility.await;

import dev.mqttdsp.acceptance.kit.leak.LeakCheck;
import dev.mqttdsp.acceptance.kit.leak.SeenSecrets;
import dev.mqttdsp.app.process.ConnectorProcess;
import dev.mqttdsp.app.process.FreePorts;
import dev.mqttdsp.app.secret.SecretFile;
import dev.mqttdsp.app.secret.Secrets;
import dev.mqttdsp.client.Catalog;
import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.MqttDataAddress;
import dev.mqttdsp.client.Offer;
import dev.mqttdsp.client.Transfer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A provider with a Mosquitto behind it, and a consumer, each a process of its own. */
public final class Dataspace implements AutoCloseable {
    /** Name of the broker entry. */
    public static final String BROKER = "plant";
    /** Under which the provider's vault has the broker's password a second time, for assets. */
    public static final String PASSWORD_ALIAS = "asset-password";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FreePorts ports;
    private final Path directory;
    private final Mosquitto broker;
    private final ConnectorProcess provider;
    private final ConnectorProcess consumer;
    private final int wssPort;
    private final int tlsPort;
    private final AtomicInteger assets = new AtomicInteger();

    private Dataspace(
            FreePorts ports,
            Path directory,
            Mosquitto broker,
            ConnectorProcess provider,
            ConnectorProcess consumer,
            int wssPort,
            int tlsPort) {
        this.ports = ports;
        this.directory = directory;
        this.broker = broker;
        this.provider = provider;
        this.consumer = consumer;
        this.wssPort = wssPort;
        this.tlsPort = tlsPort;
    }

    /** Boots everything; settings are those of the provider, beside what it needs anyway. */
    public static Dataspace boot(Map<String, String> settings) throws Exception {
        FreePorts ports = new FreePorts();
        Path directory = Files.createTempDirectory("mqtt-dsp-acceptance-");
        Mosquitto broker = Mosquitto.start(directory.resolve("mosquitto"), ports);
        int wss = ports.next();
        int tls = ports.next();
        Map<String, String> all = new HashMap<>(Map.of(
                "edc.mqtt.public.port",
                Integer.toString(wss),
                "edc.mqtt.public.tls.port",
                Integer.toString(tls),
                "edc.mqtt.broker.plant.url",
                broker.url(),
                "edc.mqtt.broker.plant.user",
                Mosquitto.USER,
                "edc.mqtt.broker.plant.password.alias",
                "plant-password",
                "edc.mqtt.broker.plant.unrestricted",
                "true",
                "edc.mqtt.broker.plant.dialect",
                "mqtt"));
        all.putAll(settings);
        Optional.ofNullable(settings.get("edc.mqtt.audit.file")).map(Path::of).ifPresent(SeenSecrets::prints);
        SeenSecrets.add(Mosquitto.PASSWORD);
        Path home = directory.resolve("provider");
        ConnectorProcess provider = null;
        ConnectorProcess consumer = null;
        try {
            provider = ConnectorProcess.launch("provider", home, Home.believing(), ports, all);
            SecretFile secrets = Secrets.in(provider.data(), Map.of());
            secrets.set("plant-password", Mosquitto.PASSWORD);
            secrets.set(PASSWORD_ALIAS, Mosquitto.PASSWORD);
            consumer = ConnectorProcess.launch(
                    "consumer",
                    directory.resolve("consumer"),
                    Home.believing(),
                    ports,
                    Map.of(
                            "edc.mqtt.gateway.enabled",
                            "false",
                            "edc.mqtt.public.port",
                            Integer.toString(ports.next()),
                            "edc.mqtt.trust.certificates",
                            home.resolve("data/ca.pem").toString(),
                            "edc.mqtt.consumer.allow.private",
                            "true",
                            // EDC tries five times more before it says that a provider is not there.
                            "edc.core.retry.backoff.min",
                            "50",
                            "edc.core.retry.backoff.max",
                            "200"));
            provider.awaitReady();
            consumer.awaitReady();
            return new Dataspace(ports, directory, broker, provider, consumer, wss, tls);
        } catch (RuntimeException | InterruptedException e) {
            for (AutoCloseable part : new AutoCloseable[] {consumer, provider, broker}) {
                if (part != null) {
                    part.close();
                }
            }
            throw e;
        }
    }

    /** Puts a secret into the provider's vault, while the provider runs. */
    public void keepSecret(String alias, String secret) {
        SeenSecrets.add(secret);
        Secrets.in(provider.data(), Map.of()).set(alias, secret);
    }

    /** Offers topics of the broker under a new id, and gives the id. */
    public String offer(String endpointType, Optional<String> permission, String... topics) {
        String id = "asset-" + assets.incrementAndGet();
        provider.management()
                .offer(new Offer(
                        id,
                        BROKER,
                        List.of(topics),
                        endpointType,
                        permission.map(p -> Map.of("mqttPermission", p)).orElse(Map.of())));
        return id;
    }

    /** An asset that nobody is offered yet. */
    public String asset(String endpointType, String topic) {
        String id = "asset-" + assets.incrementAndGet();
        Management.of(provider).post("/v3/assets", """
                {"@id": "%s", "dataAddress": {"type": "Mqtt", "mqttBroker": "%s", "mqttEndpointType": "%s",
                 "dsp-mqtt:topic": "%s"}}""".formatted(id, BROKER, endpointType, topic));
        return id;
    }

    /** Offers topics to consumers who log in with a user name and a password. */
    public String offerWithPassword(String endpointType, String... topics) {
        String id = "asset-" + assets.incrementAndGet();
        provider.management().offer(new Offer(id, BROKER, List.of(topics), endpointType, Map.of("mqttAuth", "usrpw")));
        return id;
    }

    /** Offers, negotiates and transfers: access to these topics over that endpoint. */
    public Access access(String endpointType, String... topics) {
        return access(endpointType, Optional.empty(), topics);
    }

    /** The same with a permission. */
    public Access access(String endpointType, Optional<String> permission, String... topics) {
        return accessTo(offer(endpointType, permission, topics));
    }

    /** Negotiates and transfers an asset that is on offer. */
    public Access accessTo(String asset) {
        Connector own = consumer.management();
        Catalog catalog = own.catalog(provider.protocol(), Optional.empty());
        String agreement = own.negotiate(
                provider.protocol(), catalog.providerId(), catalog.find(asset).orElseThrow(), PATIENCE);
        return transfer(asset, agreement);
    }

    /** Transfers under an agreement that is there. */
    public Access transfer(String asset, String agreement) {
        Connector own = consumer.management();
        String transfer = own.startTransfer(provider.protocol(), agreement);
        MqttDataAddress address = own.dataAddress(transfer, PATIENCE);
        Access access = new Access(asset, agreement, transfer, providersId(transfer), address);
        String unused = refreshToken(access); // to have seen it
        return access;
    }

    /** The refresh token that the consumer's connector has at the moment. */
    public String refreshToken(Access access) {
        return Management.of(consumer)
                .get("/v3/edrs/" + access.consumersId() + "/dataaddress?auto_refresh=false")
                .path("dsp-mqtt:refreshToken")
                .asText();
    }

    /** Waits until both sides have the transfer in that state. */
    public void awaitState(Access access, String state) {
        await().atMost(PATIENCE)
                .until(() -> state.equals(consumer.management()
                                .transfer(access.consumersId())
                                .state())
                        && state.equals(
                                provider.management().transfer(access.flowId()).state()));
    }

    /** Waits until the consumer has another credential for a transfer that was resumed. */
    public Access awaitNewAddress(Access before) {
        MqttDataAddress address = await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> consumer.management().dataAddress(before.consumersId(), Duration.ofSeconds(1)),
                        read -> !read.credential().password().equals(before.token()));
        return new Access(before.asset(), before.agreement(), before.consumersId(), before.flowId(), address);
    }

    /** The id of a transfer at the provider, which is the flow id. */
    public String providersId(String consumersId) {
        return provider.management().transfers().stream()
                .filter(transfer -> transfer.peerId().equals(consumersId))
                .map(Transfer::id)
                .findFirst()
                .orElseThrow();
    }

    /** Sends the provider a DSP message as the consumer, whom the mock identity believes. */
    public HttpResponse<String> sendDsp(String path, String message) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(provider.protocol() + "/2025-1" + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "{\"clientId\":\"consumer\",\"region\":\"eu\",\"audience\":\"\"}")
                .POST(HttpRequest.BodyPublishers.ofString(message))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Ports for more servers of a test. */
    public FreePorts ports() {
        return ports;
    }

    /** A directory for a test's own files. */
    public Path directory() {
        return directory;
    }

    /** The broker. */
    public Mosquitto broker() {
        return broker;
    }

    /** The provider. */
    public ConnectorProcess provider() {
        return provider;
    }

    /** The consumer. */
    public ConnectorProcess consumer() {
        return consumer;
    }

    /** Authorities of the gateway's certificate. */
    public Path ca() {
        return provider.data().resolve("ca.pem");
    }

    /** The gateway's port for WSS, token and keys. */
    public int wssPort() {
        return wssPort;
    }

    /** The gateway's port for MQTT over TLS. */
    public int tlsPort() {
        return tlsPort;
    }

    /** Fails where a secret is in a log, in a file, or in what the connectors tell their operators. */
    public void assertNoSecretLeaked() throws IOException {
        LeakCheck.of(directory, List.of(Management.of(provider), Management.of(consumer)));
    }

    @Override
    public void close() throws IOException {
        try {
            assertNoSecretLeaked();
        } finally {
            end();
        }
    }

    private void end() throws IOException {
        consumer.stop();
        provider.close();
        consumer.close();
        broker.close();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
