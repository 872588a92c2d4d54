package dev.mqttdsp.idp.kit;

import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Finished;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Keycloak's home directory: what it writes and what configures it in a directory of our own, all else in the
 * distribution that Maven has unpacked.
 */
record KeycloakHome(Path directory) {
    private static final String REALM = "plant-realm.json";
    private static final List<String> SHARED = List.of("lib", "providers", "themes");
    private static final int BUILD_SECONDS = 300;

    static KeycloakHome create(Path directory) throws IOException {
        Path distribution = Path.of(System.getProperty("mqttdsp.keycloak"));
        build(distribution);
        Path realms = directory.resolve("data").resolve("import");
        Files.createDirectories(realms);
        try (InputStream realm = KeycloakHome.class.getResourceAsStream(REALM)) {
            Files.copy(realm, realms.resolve(REALM));
        }
        Path conf = Files.createDirectory(directory.resolve("conf"));
        for (String name : List.of("cache-ispn.xml", "keycloak.conf")) {
            Files.copy(distribution.resolve("conf").resolve(name), conf.resolve(name));
        }
        for (String name : SHARED) {
            Files.createSymbolicLink(directory.resolve(name), distribution.resolve(name));
        }
        return new KeycloakHome(directory);
    }

    /** Keycloak writes some of its classes for its configuration once, which takes longer than to start it then. */
    private static void build(Path distribution) throws IOException {
        Path done = distribution.resolve("built-for-these-tests");
        if (Files.exists(done)) {
            return;
        }
        Command build =
                Command.server(new KeycloakHome(distribution).java("build", "--db=dev-file"), distribution, Map.of());
        try {
            Finished finished = build.await(BUILD_SECONDS);
            if (finished.exitCode() != 0) {
                throw new IOException("Keycloak's build failed: " + finished.out() + finished.err());
            }
        } catch (InterruptedException | TimeoutException e) {
            build.close();
            throw new IOException("Keycloak's build did not come to an end", e);
        }
        Files.createFile(done);
    }

    /** The line of Keycloak's {@code kc.sh}, for a small machine. */
    List<String> java(String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx320m",
                "-XX:MaxMetaspaceSize=256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-Dkc.home.dir=" + directory,
                "-Djboss.server.config.dir=" + directory.resolve("conf"),
                "-cp",
                directory.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        line.addAll(List.of(arguments));
        return line;
    }
}
