package dev.mqttdsp.app.cli;

import dev.mqttdsp.app.process.ClassArchive;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Makes connectors start quicker; the launcher calls it after a build. */
@Command(
        name = "prepare",
        hidden = true,
        description = "Boot a connector once and keep its loaded classes, so that the next one starts quicker.")
final class PrepareCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException, InterruptedException {
        ClassArchive.ofThisProcess().make();
        return 0;
    }
}
