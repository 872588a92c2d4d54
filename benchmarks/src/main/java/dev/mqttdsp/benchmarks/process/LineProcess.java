package dev.mqttdsp.benchmarks.process;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.benchmarks.line.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A Java process that does what it is told, line by line. It ends with the testbed, and with this process in any case. */
public final class LineProcess {
    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final Duration USUAL = Duration.ofSeconds(30);

    private final String name;
    private final ChildProcess process;
    private Line started;

    private LineProcess(String name, ChildProcess process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts a main class of this class path, and waits until it says {@code ok}.
     *
     * @param core the processor that it is confined to
     * @param options of its JVM
     * @param arguments of its main
     */
    public static LineProcess start(
            Testbed testbed, String name, Core core, List<String> options, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(core.prefix());
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        line.addAll(arguments);
        Path log = testbed.directory(name).resolve(name + ".log");
        LineProcess started =
                new LineProcess(name, testbed.start(new ProcessBuilder(line).redirectError(log.toFile()), log));
        started.started = started.answer(BOOT);
        return started;
    }

    /**
     * Gives a command and waits for its answer.
     *
     * @throws FailedException when it is not carried out in time, with what the process said last
     */
    public Line ask(Duration patience, Line command) throws InterruptedException {
        try {
            process.writeLine(command.toString());
        } catch (IOException e) {
            throw failed("has ended", e);
        }
        return answer(patience);
    }

    /** Gives a command that takes no time to speak of. */
    public Line ask(String word, Object... namesAndValues) throws InterruptedException {
        return ask(USUAL, Line.of(word, namesAndValues));
    }

    /** Gives a command that takes no time to speak of. */
    public Line ask(Line command) throws InterruptedException {
        return ask(USUAL, command);
    }

    /** What it said when it had started. */
    public Line started() {
        return started;
    }

    private Line answer(Duration patience) throws InterruptedException {
        try {
            String line = CompletableFuture.supplyAsync(process::readLine).get(patience.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                throw failed("has ended", null);
            }
            Line answer = Line.parse(line);
            if (!answer.isOk()) {
                throw failed("says: " + answer.message(), null);
            }
            return answer;
        } catch (ExecutionException | TimeoutException e) {
            throw failed("has not answered within " + patience.toSeconds() + " s", e);
        }
    }

    private FailedException failed(String what, Exception cause) {
        List<String> log = process.log();
        String last = log.isEmpty() ? "" : "; its log ends with: " + log.get(log.size() - 1);
        return new FailedException("the process '" + name + "' " + what + last, cause);
    }

    /** Ends the process, before the testbed would. */
    public void close() {
        process.close();
    }

    /** What the system says about the process. */
    public ProcessFigures figures() {
        return new ProcessFigures(process.pid());
    }
}
