package dev.mqttdsp.app.cli;

import dev.mqttdsp.app.demo.Demo;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the whole way of a message on this machine. */
@Command(
        name = "demo",
        description =
                "Show the whole way on this machine: two connectors, a contract, messages, and the end of access.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--broker",
            paramLabel = "URL",
            description = "A broker that is there already, mqtt://host:port (default: an embedded one and a simulated"
                    + " machine).")
    private URI broker;

    @Option(
            names = "--topic",
            paramLabel = "T",
            description = "Topic filter to share; may be repeated (default: line1/+/temperature).")
    private List<String> topics = List.of("line1/+/temperature");

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "End after so many messages, and show that the live connection is cut.")
    private Long messages;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (messages != null && messages < 1) {
            throw new ParameterException(spec.commandLine(), "--messages: a whole number from 1 on is accepted");
        }
        Logging.configure(CommonOptions.isVerbose(spec));
        Demo demo = new Demo(
                Optional.ofNullable(broker),
                topics,
                Optional.ofNullable(messages),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
        Thread atExit = new Thread(demo::close, "end-demo");
        Runtime.getRuntime().addShutdownHook(atExit);
        demo.run();
        return 0;
    }
}
