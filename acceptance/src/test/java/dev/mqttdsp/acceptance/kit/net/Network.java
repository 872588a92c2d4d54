package dev.mqttdsp.acceptance.kit.net;

import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Finished;
import dev.mqttdsp.acceptance.kit.Programs;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Machines with a cable between each two, that know each other by name and reach nothing else. Each is a network namespace;
 * their addresses are set aside for examples (RFC 5737), so they are like public ones and lead nowhere.
 */
public final class Network implements AutoCloseable {
    private static final int STOP_SECONDS = 20;
    private static final String ADDRESS = "198.51.100.";
    /** Where {@code ip netns exec} looks for files that take the place of those in {@code /etc}. */
    private static final Path ETC = Path.of("/etc/netns");

    private final String ip;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<String> namespaces = new ArrayList<>();
    private final Thread atExit = new Thread(this::end, "end-network");

    private Network(String ip) {
        this.ip = ip;
    }

    /**
     * Connects machines with these names. Where that cannot be done the test is skipped with a message, but fails in CI.
     *
     * @param directory in which each has its home
     */
    public static Network of(Path directory, String... names) throws Exception {
        Network network = new Network(Programs.require("ip", "iproute2"));
        Runtime.getRuntime().addShutdownHook(network.atExit);
        try {
            network.build(directory, List.of(names));
        } catch (IOException e) {
            network.close();
            Programs.skip("no network namespaces can be made and connected here: " + e.getMessage());
        } catch (Throwable e) {
            network.close();
            throw e;
        }
        return network;
    }

    /** The machine with that name. */
    public Host host(String name) {
        return hosts.get(name);
    }

    private void build(Path directory, List<String> names) throws Exception {
        Path programs = Files.createDirectories(directory.resolve("bin"));
        Scripts.scp(programs, directory);
        StringBuilder known = new StringBuilder("127.0.0.1 localhost\n");
        for (int i = 0; i < names.size(); i++) {
            known.append(address(i)).append(' ').append(names.get(i)).append('\n');
        }
        for (int i = 0; i < names.size(); i++) {
            String namespace = "mqttdsp-" + ProcessHandle.current().pid() + "-" + i;
            add(namespace, known.toString());
            for (int j = 0; j < i; j++) {
                connect(j, i);
            }
            Host host = new Host(
                    List.of(ip, "netns", "exec", namespace), directory.resolve(names.get(i)), programs, address(i));
            hosts.put(names.get(i), host);
        }
    }

    private void add(String namespace, String known) throws Exception {
        require("netns", "add", namespace);
        namespaces.add(namespace);
        Files.createDirectories(ETC.resolve(namespace));
        Files.writeString(ETC.resolve(namespace).resolve("hosts"), known);
        require("netns", "exec", namespace, ip, "link", "set", "lo", "up");
    }

    private void connect(int one, int other) throws Exception {
        require(
                "-n",
                namespaces.get(one),
                "link",
                "add",
                "to" + other,
                "type",
                "veth",
                "peer",
                "name",
                "to" + one,
                "netns",
                namespaces.get(other));
        plug(one, other);
        plug(other, one);
    }

    private void plug(int here, int there) throws Exception {
        String namespace = namespaces.get(here);
        require("-n", namespace, "address", "add", address(here), "peer", address(there), "dev", "to" + there);
        require("-n", namespace, "link", "set", "to" + there, "up");
    }

    private static String address(int host) {
        return ADDRESS + (host + 1);
    }

    private void require(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(ip));
        Collections.addAll(line, arguments);
        Finished finished = Command.start(line, "").await();
        if (finished.exitCode() != 0) {
            throw new IOException(String.join(" ", line) + ": " + finished.err().strip());
        }
    }

    /** Ends what runs on the machines, and takes everything away. */
    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private synchronized void end() {
        List<ProcessHandle> running =
                hosts.values().stream().flatMap(Host::processes).toList();
        hosts.clear();
        running.forEach(ProcessHandle::destroy);
        running.forEach(Network::awaitEnd);
        List<String> left =
                namespaces.stream().filter(namespace -> !isTakenAway(namespace)).toList();
        namespaces.clear();
        if (!left.isEmpty()) {
            throw new AssertionError("network namespaces are left behind: " + left);
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        }
    }

    private boolean isTakenAway(String namespace) {
        try {
            require("netns", "delete", namespace);
            Files.deleteIfExists(ETC.resolve(namespace).resolve("hosts"));
            Files.deleteIfExists(ETC.resolve(namespace));
            Files.deleteIfExists(ETC);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return true; // others have theirs there
        } catch (Exception e) {
            return false;
        }
    }
}
