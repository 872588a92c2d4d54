package dev.mqttdsp.app.process;

import dev.mqttdsp.app.FailedException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * The classes of a connector as the JVM has loaded them once (class data sharing, JEP 350), so that the next one need not
 * do it again: boot takes a third less. It lies beside the jar. A JVM that cannot use it goes on without.
 */
public final class ClassArchive {
    private static final String SUFFIX = ".jsa";
    private static final int PATIENCE_SECONDS = 120;

    private final Path jar;
    private final Path archive;

    private ClassArchive(Path jar) {
        this.jar = jar;
        this.archive = jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", "") + SUFFIX);
    }

    /** The archive of the jar that this process runs from. */
    public static ClassArchive ofThisProcess() {
        return new ClassArchive(Path.of(System.getProperty("java.class.path")));
    }

    /** Options for a JVM with that class path; empty where there is no archive for it. */
    static List<String> options(String classPath) {
        Path jar = Path.of(classPath.split(File.pathSeparator, 2)[0]);
        Path archive = new ClassArchive(jar).archive;
        return Files.isRegularFile(archive)
                ? List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr")
                : List.of();
    }

    /**
     * Boots a connector, stops it, and keeps what it has loaded.
     *
     * @throws FailedException when that does not work
     */
    public void make() throws IOException, InterruptedException {
        Path made = archive.resolveSibling(
                archive.getFileName() + "." + ProcessHandle.current().pid());
        FreePorts ports = new FreePorts();
        int identity = ports.next();
        Map<String, String> settings = Map.of(
                "edc.participant.id", "did:web:localhost%3A" + identity,
                "web.http.credentials.port", Integer.toString(identity),
                "edc.mqtt.public.port", Integer.toString(ports.next()),
                "edc.mqtt.public.tls.port", Integer.toString(ports.next()),
                "edc.mqtt.broker.port", Integer.toString(ports.next()),
                "edc.mqtt.broker.embedded", "true");
        List<String> options = List.of("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + made);
        try (Scratch scratch = Scratch.create();
                ConnectorProcess connector = ConnectorProcess.launch(
                        "prepared", scratch.directory("connector"), jar.toString(), ports, settings, options)) {
            connector.awaitReady();
            if (!connector.finish(PATIENCE_SECONDS) || !Files.isRegularFile(made)) {
                throw new FailedException("the classes of a connector could not be archived");
            }
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(made);
        }
    }
}
