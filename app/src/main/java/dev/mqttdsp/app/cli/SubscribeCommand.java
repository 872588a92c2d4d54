package dev.mqttdsp.app.cli;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.app.Trust;
import dev.mqttdsp.app.subscribe.MessagePrinter;
import dev.mqttdsp.app.subscribe.MosquittoCommand;
import dev.mqttdsp.app.subscribe.Receiver;
import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.ConnectorException;
import dev.mqttdsp.client.MqttDataAddress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
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
        MessagePrinter printer =
                new MessagePrinter(spec.commandLine().getOut(), output, count == null ? Long.MAX_VALUE : count);
        new Receiver(own, transfer, topics, connector.trust().map(Trust::factory), printer, this::say).run();
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
