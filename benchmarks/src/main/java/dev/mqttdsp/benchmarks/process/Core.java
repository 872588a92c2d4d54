package dev.mqttdsp.benchmarks.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A processor that a process is confined to, where the machine has two and {@code taskset}.
 *
 * @param prefix of the command line that starts the process
 */
public record Core(List<String> prefix) {
    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    public Core {
        prefix = List.copyOf(prefix);
    }

    /** The processor of that number; any where there is only one, or no {@code taskset}. */
    public static Core number(int core) {
        boolean confined = Runtime.getRuntime().availableProcessors() > 1 && Files.isExecutable(TASKSET);
        return confined ? new Core(List.of(TASKSET.toString(), "-c", Integer.toString(core))) : new Core(List.of());
    }
}
