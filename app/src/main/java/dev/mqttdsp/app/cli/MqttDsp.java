package dev.mqttdsp.app.cli;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.client.ConnectorException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The root of the command line. */
@Command(
        name = "mqtt-dsp",
        description = "Share MQTT topics between companies under contract.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            ConnectorCommand.class,
            GatewayCommand.class,
            OfferCommand.class,
            CatalogCommand.class,
            SubscribeCommand.class,
            TransfersCommand.class,
            TerminateCommand.class,
            SuspendCommand.class,
            ResumeCommand.class,
            BlockCommand.class,
            UnblockCommand.class,
            BlockedCommand.class,
            DrainCommand.class,
            UndrainCommand.class,
            SecretCommand.class,
            CredentialCommand.class,
            KeyCommand.class,
            AuthorityCommand.class,
            PrepareCommand.class
        })
public final class MqttDsp {
    private MqttDsp() {}

    /** Runs one command line; gives the exit code. */
    public static int run(String... arguments) {
        CommandLine commandLine = new CommandLine(new MqttDsp())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(MqttDsp::report);
        CommonOptions.addTo(commandLine);
        return commandLine.execute(arguments);
    }

    /** A failure that the user can do something about is one line; what nobody expected shows where it came from. */
    private static int report(Exception failure, CommandLine commandLine, ParseResult parsed) {
        boolean expected = failure instanceof FailedException || failure instanceof ConnectorException;
        PrintWriter err = commandLine.getErr();
        err.println("mqtt-dsp: " + (expected ? failure.getMessage() : "unexpected: " + failure));
        if (CommonOptions.isVerbose(commandLine.getCommandSpec())) {
            failure.printStackTrace(err);
        } else if (!expected) {
            err.println("mqtt-dsp: --verbose shows where it came from");
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
