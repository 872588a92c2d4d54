package dev.mqttdsp.benchmarks;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.benchmarks.gateway.ConnectCommand;
import dev.mqttdsp.benchmarks.gateway.FloodCommand;
import dev.mqttdsp.benchmarks.gateway.GatewayCommand;
import dev.mqttdsp.benchmarks.gateway.IdleCommand;
import dev.mqttdsp.benchmarks.gateway.LatencyCommand;
import dev.mqttdsp.benchmarks.gateway.RevokeCommand;
import dev.mqttdsp.benchmarks.gateway.SoakCommand;
import dev.mqttdsp.benchmarks.micro.MicroCommand;
import dev.mqttdsp.client.ConnectorException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The root of the command line: one subcommand a benchmark. */
@Command(
        name = "benchmarks/run",
        description = "Measure the assembled system.",
        synopsisSubcommandLabel = "BENCHMARK",
        subcommands = {
            NegotiationCommand.class,
            GatewayCommand.class,
            LatencyCommand.class,
            ConnectCommand.class,
            IdleCommand.class,
            RevokeCommand.class,
            FloodCommand.class,
            SoakCommand.class,
            MicroCommand.class
        })
public final class Benchmarks {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli asks for it by name
    private boolean help;

    private Benchmarks() {}

    /** Runs one command line; gives the exit code. */
    public static int run(String... arguments) {
        return run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Benchmarks())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(Benchmarks::refuse)
                .setExecutionExceptionHandler(Benchmarks::report)
                .execute(arguments);
    }

    /** One line: what was wrong, and everything that would not have been. */
    private static int refuse(ParameterException wrong, String[] arguments) {
        CommandLine root = wrong.getCommandLine();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        String accepted = root.getSubcommands().entrySet().stream()
                .map(benchmark -> benchmark.getKey()
                        + benchmark.getValue().getCommandSpec().options().stream()
                                .filter(option -> !option.usageHelp())
                                .map(option -> " [" + option.longestName() + value(option) + "]")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining(", "));
        wrong.getCommandLine().getErr().println("benchmarks: " + wrong.getMessage() + "; accepted: " + accepted);
        return CommandLine.ExitCode.USAGE;
    }

    private static String value(OptionSpec option) {
        return option.arity().max() > 0 ? " " + option.paramLabel() : "";
    }

    /** A failure that the user can do something about is one line; what nobody expected shows where it came from. */
    private static int report(Exception failure, CommandLine commandLine, ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        if (failure instanceof FailedException || failure instanceof ConnectorException) {
            err.println("benchmarks: " + failure.getMessage());
        } else {
            failure.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
