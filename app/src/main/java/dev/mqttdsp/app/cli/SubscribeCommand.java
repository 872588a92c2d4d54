package dev.mqttdsp.app.cli;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.app.Trust;
import dev.mqttdsp.app.subscribe.MessagePrinter;
import dev.mqttdsp.app.subscribe.MosquittoCommand;
import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.ConnectorException;
import dev.mqttdsp.client.MqttDataAddress;
import dev.mqttdsp.client.Subscription;
import dev.mqttdsp.client.Transfer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gets messages from a partner. */
@Command(
        name = "subscribe",
        description =
                "Get an asset's messages: negotiate if needed, transfer, connect, print. Ends its transfer when done.")
final class SubscribeCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectorOptions connector;

    @Mixin
    private ProviderOptions provider;

    @Option(names = "--asset", paramLabel = "ID", required = true, description = "Id of the asset.")
    private String asset;

    @Option(
            names = "--topic",
            paramLabel = "T",
            description = "Topic filter to subscribe to; may be repeated (default: what was granted).")
    private List<String> topics = List.of();

    @Option(names = "--count", paramLabel = "N", description = "End after so many messages.")
    private Long count;

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "How messages are printed: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private MessagePrinter.Form output;

    @Option(
            names = "--print-command",
            description =
                    "Print a mosquitto_sub command with the credentials instead of connecting, and leave the transfer"
                            + " running.")
    private boolean printCommand;

    @Override
    public Integer call() throws InterruptedException {
        if (count != null && count < 1) {
            throw new ParameterException(spec.commandLine(), "--count: a whole number from 1 on is accepted");
        }
        Connector own = connector.open();
        String agreement = own.agreement(provider.url(), asset).orElseGet(() -> negotiate(own));
        String transfer = own.startTransfer(provider.url(), agreement);
        say("transfer " + transfer);
        if (printCommand) {
            MqttDataAddress address = own.dataAddress(transfer, PATIENCE);
            spec.commandLine().getOut().println(MosquittoCommand.of(address, connector.caFile()));
            return 0;
        }
        Thread atExit = new Thread(() -> endQuietly(own, transfer), "end-transfer");
        Runtime.getRuntime().addShutdownHook(atExit);
        receive(own, transfer);
        return 0;
    }

    private String negotiate(Connector own) {
        var catalog = own.catalog(provider.url(), provider.id());
        var entry = catalog.find(asset)
                .orElseThrow(() -> new FailedException("the provider has no asset '" + asset
                        + "' on offer for you: see mqtt-dsp catalog --provider " + provider.url()));
        if (!entry.isMqtt()) {
            throw new FailedException("asset '" + asset + "' is no MQTT topic: its formats are " + entry.formats());
        }
        String agreement = own.negotiate(provider.url(), catalog.providerId(), entry, PATIENCE);
        say("agreement " + agreement);
        return agreement;
    }

    private void receive(Connector own, String transfer) throws InterruptedException {
        MqttDataAddress address = own.dataAddress(transfer, PATIENCE);
        List<String> filters = topics.isEmpty() ? address.topics() : topics;
        if (filters.isEmpty()) {
            throw new FailedException("the offer names no topic: say with --topic what to subscribe to");
        }
        MessagePrinter printer =
                new MessagePrinter(spec.commandLine().getOut(), output, count == null ? Long.MAX_VALUE : count);
        try (Subscription subscription =
                Subscription.open(address, filters, connector.trust().map(Trust::factory), printer)) {
            say("connected to " + address.url() + ", subscribed to " + String.join(", ", filters));
            CompletableFuture<String> ended = subscription.ended().toCompletableFuture();
            CompletableFuture.anyOf(printer.done(), ended).join();
            if (!printer.done().isDone()) {
                throw new FailedException("the connection has ended: " + ended.join() + "; " + whyEnded(own, transfer));
            }
        }
    }

    private static String whyEnded(Connector own, String id) {
        Transfer transfer = own.transfer(id);
        return "transfer " + id + " is " + transfer.state()
                + transfer.reason().map(reason -> ": " + reason).orElse("");
    }

    private static void endQuietly(Connector own, String transfer) {
        try {
            if (own.transfer(transfer).isRunning()) {
                own.terminate(transfer, "the subscriber is done");
            }
        } catch (ConnectorException e) {
            System.err.println("mqtt-dsp: could not end transfer " + transfer + ": " + e.getMessage());
        }
    }

    private void say(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(what);
    }
}
