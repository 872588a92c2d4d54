package dev.mqttdsp.acceptance.kit.net;

import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One machine: a shell in a directory of its own, where {@code ./mqtt-dsp} is. */
public final class Host {
    private final List<String> enter;
    private final Path directory;
    private final Map<String, String> environment;
    private final String address;
    private final List<Command> started = new ArrayList<>();

    Host(List<String> enter, Path home, Path programs, String address) throws IOException {
        this.enter = enter;
        this.address = address;
        directory = Files.createDirectories(home.resolve("mqtt-dsp"));
        environment = Map.of(
                "HOME",
                home.toString(),
                "PATH",
                programs + ":" + System.getenv("PATH") + ":/usr/sbin:/sbin",
                "JAVA_HOME",
                System.getProperty("java.home"),
                "MQTT_DSP_JAVA_OPTS",
                "-XX:TieredStopAtLevel=1");
        Scripts.mqttDsp(directory);
    }

    /** Where the others reach it. */
    public String address() {
        return address;
    }

    /** Has the shell run these lines, which go on until they end or the machine does. */
    public Command start(String lines) {
        List<String> line = new ArrayList<>(enter);
        line.addAll(List.of("/bin/bash", "-euc", lines));
        Command command = Command.server(line, directory, environment);
        started.add(command);
        return command;
    }

    /** Has the shell run these lines to their end. */
    public Finished run(String lines) throws Exception {
        return start(lines).await();
    }

    /** What runs there: shells, and what they have started. */
    Stream<ProcessHandle> processes() {
        return started.stream()
                .map(Command::handle)
                .flatMap(shell -> Stream.concat(shell.descendants(), Stream.of(shell)));
    }
}
