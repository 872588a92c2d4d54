package dev.mqttdsp.app.demo;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.app.Trust;
import dev.mqttdsp.app.process.ConnectorProcess;
import dev.mqttdsp.app.process.FreePorts;
import dev.mqttdsp.app.process.Scratch;
import dev.mqttdsp.app.subscribe.MessagePrinter;
import dev.mqttdsp.app.subscribe.MosquittoCommand;
import dev.mqttdsp.client.Catalog;
import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.ConnectorException;
import dev.mqttdsp.client.MqttDataAddress;
import dev.mqttdsp.client.Offer;
import dev.mqttdsp.client.Subscription;
import dev.mqttdsp.client.TokenKeeper;
import dev.mqttdsp.client.Transfer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The demonstration: boots a provider and a consumer, lets them agree, shows messages, and ends the access. */
public final class Demo implements AutoCloseable {
    private static final String ASSET = "line1-temperature";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long CUT_SECONDS = 10;
    private static final int BROKER_MILLIS = 5_000;

    private final Optional<URI> broker;
    private final List<String> topics;
    private final Optional<Long> messages;
    private final PrintWriter out;
    private final Steps steps;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    /**
     * @param broker a broker that is there already; empty for the embedded one and a simulated machine
     * @param topics what is shared
     * @param messages after so many the demonstration ends; empty for never
     */
    public Demo(Optional<URI> broker, List<String> topics, Optional<Long> messages, PrintWriter out, PrintWriter err) {
        this.broker = broker;
        this.topics = topics;
        this.messages = messages;
        this.out = out;
        this.steps = new Steps(err);
    }

    /** Runs the whole way. */
    public void run() throws IOException, InterruptedException {
        broker.ifPresent(Demo::requireAnswer);
        Scratch scratch = started(Scratch.create());
        FreePorts ports = new FreePorts();
        int brokerPort = ports.next();
        int tlsPort = ports.next();
        TrialAuthority authority = started(TrialAuthority.open(scratch.directory("authority"), ports.next()));
        steps.say("starting the connectors of provider and consumer");
        ConnectorProcess provider = started(ConnectorProcess.launch(
                "provider",
                scratch.directory("provider"),
                ports,
                authority.settings(ports.next(), providerSettings(ports, brokerPort, tlsPort))));
        ConnectorProcess consumer = started(ConnectorProcess.launch(
                "consumer",
                scratch.directory("consumer"),
                ports,
                authority.settings(ports.next(), consumerSettings(provider, ports))));
        provider.awaitReady();
        consumer.awaitReady();
        steps.say("both are ready");
        provider.management().credentials().add(authority.membership(provider.participant()));
        consumer.management().credentials().add(authority.membership(consumer.participant()));
        steps.say("an authority has made both members: each is a did:web, and has a credential");
        if (broker.isEmpty()) {
            started(Machine.start(brokerPort));
            steps.say("line 1 publishes to the embedded broker, mqtt://127.0.0.1:" + brokerPort);
        }

        String at = broker.map(URI::toString).orElse("embedded");
        provider.management().offer(new Offer(ASSET, at, topics, "mqtt-wss"));
        steps.say("the provider offers " + String.join(", ", topics));
        Connector own = consumer.management();
        Catalog catalog = own.catalog(provider.protocol(), Optional.of(provider.participant()));
        steps.say("the consumer finds it in the catalog of '" + catalog.providerId() + "'");
        String agreement = own.negotiate(
                provider.protocol(), catalog.providerId(), catalog.find(ASSET).orElseThrow(), PATIENCE);
        steps.say("they have a contract, agreement " + agreement);
        String transfer = own.startTransfer(provider.protocol(), agreement);
        MqttDataAddress address = own.dataAddress(transfer, PATIENCE);
        steps.say("the consumer has a data address: " + address.url() + " and a token for this contract alone");
        Path ca = provider.data().resolve("ca.pem");
        receive(provider.management(), own, transfer, address, ca, tlsPort);
    }

    /** Whether anybody is there, before there is anything to clean up. */
    private static void requireAnswer(URI broker) {
        if (broker.getHost() == null || broker.getPort() < 0) {
            return; // the provider says what is wrong with it, or knows the port
        }
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(broker.getHost(), broker.getPort()), BROKER_MILLIS);
        } catch (IOException e) {
            throw new FailedException("the broker " + broker + " does not answer: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> consumerSettings(ConnectorProcess provider, FreePorts ports) {
        return Map.of(
                "edc.mqtt.gateway.enabled",
                "false",
                "edc.mqtt.public.port",
                Integer.toString(ports.next()),
                "edc.mqtt.trust.certificates",
                provider.data().resolve("ca.pem").toString(),
                "edc.mqtt.consumer.allow.private",
                "true");
    }

    private Map<String, String> providerSettings(FreePorts ports, int brokerPort, int tlsPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("edc.mqtt.public.port", Integer.toString(ports.next()));
        settings.put("edc.mqtt.public.tls.port", Integer.toString(tlsPort));
        if (broker.isEmpty()) {
            settings.put("edc.mqtt.broker.embedded", "true");
            settings.put("edc.mqtt.broker.port", Integer.toString(brokerPort));
        }
        return settings;
    }

    private void receive(
            Connector provider, Connector own, String transfer, MqttDataAddress address, Path ca, int tlsPort)
            throws InterruptedException {
        MqttDataAddress overTls = address.at(URI.create("mqtts://localhost:" + tlsPort));
        steps.say("any client can use it too:\n\n  " + MosquittoCommand.of(overTls, Optional.of(ca)) + "\n");
        MessagePrinter printer = new MessagePrinter(out, MessagePrinter.Form.TEXT, messages.orElse(Long.MAX_VALUE));
        try (Subscription subscription = Subscription.open(
                        address, address.topics(), Optional.of(Trust.of(ca).factory()), printer);
                TokenKeeper keeper = TokenKeeper.keep(own, transfer, address)) {
            steps.say("connected and subscribed; messages:");
            CompletableFuture<String> ended = subscription.ended().toCompletableFuture();
            CompletableFuture.anyOf(printer.done(), ended).join();
            if (!printer.done().isDone()) {
                throw new FailedException("the connection has ended: " + ended.join());
            }
            cut(provider, transfer, keeper.newest(), ca, ended);
        }
    }

    private void cut(
            Connector provider,
            String consumerTransfer,
            MqttDataAddress address,
            Path ca,
            CompletableFuture<String> ended)
            throws InterruptedException {
        Transfer transfer = provider.transfers().stream()
                .filter(candidate -> candidate.peerId().equals(consumerTransfer))
                .findFirst()
                .orElseThrow(() -> new FailedException("the provider knows nothing of transfer " + consumerTransfer));
        steps.say("the provider terminates the transfer");
        provider.terminate(transfer.id(), "the demonstration is over");
        long accepted = System.nanoTime();
        String reason =
                ended.completeOnTimeout("", CUT_SECONDS, TimeUnit.SECONDS).join();
        if (reason.isEmpty()) {
            throw new FailedException("the live connection is still there " + CUT_SECONDS + " s after the end");
        }
        long millis = Math.max(0, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - accepted));
        steps.say("the live connection was cut " + millis + " ms later: " + reason);
        try {
            Subscription.open(
                            address, address.topics(), Optional.of(Trust.of(ca).factory()), message -> {})
                    .close();
            throw new FailedException("the token still opens the gateway");
        } catch (ConnectorException refused) {
            steps.say("and the token opens nothing any more: " + refused.getMessage());
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        running.push(part);
        return part;
    }

    /** Ends everything that was started, the last first. */
    @Override
    public void close() {
        // All of them get the message before the first is waited for.
        running.stream()
                .filter(ConnectorProcess.class::isInstance)
                .map(ConnectorProcess.class::cast)
                .forEach(ConnectorProcess::stop);
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) { // AutoCloseable declares nothing narrower; the rest has to be ended too
                steps.say("not everything ended cleanly: " + e.getMessage());
            }
        }
    }
}
