package dev.mqttdsp.benchmarks.line;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;

/** Carries out commands, one after the other, until there are no more. */
public final class LineServer {
    private final Map<String, Command> commands;

    /**
     * Knows these commands.
     *
     * @param commands by their word
     */
    public LineServer(Map<String, Command> commands) {
        this.commands = Map.copyOf(commands);
    }

    /** What one word stands for. */
    @FunctionalInterface
    public interface Command {
        /** Carries it out; whatever it throws is told to who asked. */
        Line run(Line request) throws Exception;
    }

    /** Reads commands and writes an answer to each; returns at the end of the input. */
    public void serve(InputStream in, PrintStream out) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(answer(line));
            out.flush();
        }
    }

    private Line answer(String line) {
        try {
            Line request = Line.parse(line);
            Command command = commands.get(request.word());
            return command == null
                    ? Line.error("found '" + request.word() + "'; accepted: "
                            + String.join(", ", new TreeSet<>(commands.keySet())))
                    : command.run(request);
        } catch (Exception e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            return Line.error(cause.getMessage() == null ? cause.toString() : cause.getMessage());
        }
    }
}
