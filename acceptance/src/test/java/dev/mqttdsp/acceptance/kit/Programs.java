package dev.mqttdsp.acceptance.kit;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the operating system that a test needs. */
public final class Programs {
    private Programs() {}

    /** A program of Mosquitto. */
    public static String require(String name) {
        return require(name, "mosquitto mosquitto-clients");
    }

    /** The program's path; where it is missing the test is skipped with a message, but fails in CI. */
    public static String require(String name, String packages) {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")), List.of("/usr/sbin", "/sbin").stream())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            skip(name + " is not installed: apt-get install " + packages);
        }
        return found.orElseThrow().toString();
    }

    /** Skips the test for what this machine lacks, but fails it in CI, which has to see to that. */
    public static void skip(String why) {
        if (System.getenv("CI") != null) {
            throw new AssertionError(why + "; in CI this test has to run");
        }
        abort(why);
    }
}
