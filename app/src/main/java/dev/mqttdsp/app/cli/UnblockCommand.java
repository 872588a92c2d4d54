package dev.mqttdsp.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Let a participant have access again. */
@Command(
        name = "unblock",
        description = "Let a blocked participant have access again, by new transfers; what has ended stays so.")
final class UnblockCommand implements Callable<Integer> {
    @Mixin
    private ConnectorOptions connector;

    @Parameters(paramLabel = "PARTICIPANT", description = "Id of the participant, as 'blocked' shows it.")
    private String participant;

    @Override
    public Integer call() {
        connector.open().blocks().unblock(participant);
        return 0;
    }
}
