package dev.mqttdsp.benchmarks.process;

import dev.mqttdsp.benchmarks.broker.BrokerMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The broker that {@code mqtt-dsp} has within it, in a process of its own. */
final class Embedded {
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx1g");

    private Embedded() {}

    /**
     * Starts it.
     *
     * @param core the processor that it is confined to
     */
    static Broker start(Testbed testbed, Core core) throws IOException, InterruptedException {
        Path directory = testbed.directory("broker");
        int plain = testbed.ports().next();
        int secure = testbed.ports().next();
        LineProcess process = LineProcess.start(
                testbed,
                "broker",
                core,
                JVM,
                BrokerMain.class,
                List.of(directory.toString(), Integer.toString(plain), Integer.toString(secure)));
        return new Broker(
                Map.of("mqtt", plain, "mqtts", secure, "ws", plain, "wss", secure), directory, process::close);
    }
}
