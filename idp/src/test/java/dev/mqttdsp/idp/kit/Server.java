package dev.mqttdsp.idp.kit;

import static org.awaitility.Awaitility.await;

import dev.mqttdsp.acceptance.kit.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/** A process that says in its log when it is ready. */
record Server(String name, Command process) implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final int TAIL = 4_000;

    static Server start(String name, List<String> line, Path directory, Map<String, String> environment) {
        Command process = Command.server(line, directory, environment);
        // For tests that are ended from outside; otherwise it has ended long before.
        Runtime.getRuntime().addShutdownHook(new Thread(process::close));
        return new Server(name, process);
    }

    /** Waits; when the time is over or the process ends before, it is ended and the error has the end of its log. */
    Server awaitReady(Predicate<String> ready, Duration limit) {
        try {
            await().atMost(limit)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> ready.test(log()) || !process.isRunning());
        } catch (ConditionTimeoutException e) {
            throw failed("is not ready after " + limit.toSeconds() + " s", e);
        }
        if (!process.isRunning()) {
            throw failed("did not start", null);
        }
        return this;
    }

    private IllegalStateException failed(String what, Exception cause) {
        close();
        String log = log();
        return new IllegalStateException(
                name + " " + what + ": " + log.substring(Math.max(0, log.length() - TAIL)), cause);
    }

    /** Standard output, then standard error. */
    String log() {
        return process.out() + process.err();
    }

    /** Lets it end in good order, and its children with it; by force when it takes too long. */
    @Override
    public void close() {
        process.handle().destroy();
        process.handle()
                .onExit()
                .completeOnTimeout(null, STOP.toSeconds(), TimeUnit.SECONDS)
                .join();
        process.close();
    }
}
