package dev.mqttdsp.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Options of every command. Picocli writes the fields, and asks for them by the name of the option. */
@SuppressWarnings("UnusedVariable")
final class CommonOptions {
    private static final String VERBOSE = "--verbose";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(names = VERBOSE, description = "Say more on stderr, stack traces included.")
    private boolean verbose;

    /** Adds the options to every command below that one. */
    static void addTo(CommandLine root) {
        for (CommandLine command : root.getSubcommands().values()) {
            command.getCommandSpec().addMixin("common", CommandSpec.forAnnotatedObject(new CommonOptions()));
            addTo(command);
        }
    }

    static boolean isVerbose(CommandSpec command) {
        ParseResult parsed = command.commandLine().getParseResult();
        return parsed != null && parsed.hasMatchedOption(VERBOSE);
    }
}
