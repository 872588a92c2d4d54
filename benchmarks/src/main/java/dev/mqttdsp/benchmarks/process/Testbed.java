package dev.mqttdsp.benchmarks.process;

import dev.mqttdsp.app.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Processes, ports and a directory of one run; when it is closed, nothing of them is left. */
public final class Testbed implements AutoCloseable {
    private final Path root;
    private final FreePorts ports = new FreePorts();
    private final List<ChildProcess> processes = new ArrayList<>();
    private volatile boolean closed;

    private Testbed(Path root) {
        this.root = root;
    }

    /** Makes the directory, in the system's place for temporary files. */
    public static Testbed open() throws IOException {
        return new Testbed(Files.createTempDirectory("mqtt-dsp-benchmark-"));
    }

    /** Ports that nobody else has. */
    public FreePorts ports() {
        return ports;
    }

    /** A directory of that name, made if need be. */
    public Path directory(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    /**
     * Starts a process that ends with this.
     *
     * @throws IllegalStateException when this is closed already
     */
    synchronized ChildProcess start(ProcessBuilder builder, Path log) throws IOException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        ChildProcess process = new ChildProcess(builder.start(), log);
        processes.add(process);
        return process;
    }

    /** Whether the end has come. */
    public boolean isClosed() {
        return closed;
    }

    /** Ends the processes and deletes the directory; whoever comes second waits until that is done. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        processes.forEach(ChildProcess::stop);
        processes.forEach(ChildProcess::close);
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + root, e);
        }
    }
}
