package dev.mqttdsp.benchmarks.process;

import dev.mqttdsp.app.FailedException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Maven has built of this checkout. */
public final class Installation {
    private final Path root;

    private Installation(Path root) {
        this.root = root;
    }

    /**
     * The checkout that {@code benchmarks/run} is in.
     *
     * @throws FailedException when it has not been built
     */
    public static Installation find() {
        Installation found = new Installation(Path.of(System.getProperty("mqttdsp.home", "."))
                .toAbsolutePath()
                .normalize());
        for (Path part : List.of(found.connector(), found.stockLibraries())) {
            if (!Files.exists(part)) {
                throw new FailedException("there is no " + part + ": start benchmarks/run, which builds it");
            }
        }
        return found;
    }

    /** The product's runnable archive. */
    Path connector() {
        return root.resolve("app/target/mqtt-dsp.jar");
    }

    /** Class path of the product with EDC's mock identity, for participants whose id is no DID. */
    String connectorWithMockIdentity() {
        return connector() + File.pathSeparator + classPath(jar -> jar.startsWith("iam-mock-"));
    }

    /** Class path of EDC with the one addition that makes it offer MQTT. */
    String stockWithMqtt() {
        return classPath(jar -> true);
    }

    /** Class path of EDC alone. */
    String stock() {
        return classPath(jar -> !jar.matches("(core|gateway|edc)-\\d.*-SNAPSHOT\\.jar") && !jar.startsWith("netty-"));
    }

    private Path stockLibraries() {
        return root.resolve("examples/stock-provider/target/lib");
    }

    private String classPath(Predicate<String> wanted) {
        try (Stream<Path> jars = Files.list(stockLibraries())) {
            return jars.filter(jar -> wanted.test(jar.getFileName().toString()))
                    .map(Path::toString)
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
