package dev.mqttdsp.acceptance.kit;

import dev.mqttdsp.acceptance.kit.leak.SeenSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process with its output in files, ended by whoever started it. */
public final class Command implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private Command(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts {@code mqtt-dsp} with these arguments. */
    public static Command mqttDsp(String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Home.jar().toString()));
        line.addAll(List.of(arguments));
        Command command = start(line, "");
        SeenSecrets.prints(command.err); // standard output may be a command with a token, where that is asked for
        return command;
    }

    /** Starts a line of a shell in the root of the checkout. */
    public static Command shell(String line) {
        return start(List.of("/bin/bash", "-c", line), "");
    }

    /** Starts a program, and gives it that text to read. */
    public static Command start(List<String> line, String input) {
        try {
            Path in = temporary("in");
            Files.writeString(in, input);
            return start(
                    new ProcessBuilder(line).directory(Home.root().toFile()).redirectInput(in.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server in that directory, with this environment and nothing else in it. */
    public static Command server(List<String> line, Path directory, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return start(builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Command start(ProcessBuilder builder) throws IOException {
        Path out = temporary("out");
        Path err = temporary("err");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        return new Command(process, out, err);
    }

    /** Says that none of its output may have a secret. */
    public Command withoutSecrets() {
        SeenSecrets.prints(out);
        SeenSecrets.prints(err);
        return this;
    }

    /** Waits for its end, for a minute at most. */
    public Finished await() throws InterruptedException, TimeoutException {
        return await(60);
    }

    /** Waits for its end, for so many seconds at most. */
    public Finished await(int seconds) throws InterruptedException, TimeoutException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            close();
            throw new TimeoutException(
                    "still running after " + seconds + " s; stdout: " + out() + "; stderr: " + err());
        }
        return new Finished(process.exitValue(), out(), err());
    }

    /** Whether it still runs. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** What it has written to standard output so far. */
    public String out() {
        return read(out);
    }

    /** What it has written to standard error so far. */
    public String err() {
        return read(err);
    }

    /** The process. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Path temporary(String kind) throws IOException {
        Path file = Files.createTempFile("mqtt-dsp-", "." + kind);
        file.toFile().deleteOnExit();
        return file;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
