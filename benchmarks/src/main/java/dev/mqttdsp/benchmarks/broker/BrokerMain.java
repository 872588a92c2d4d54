package dev.mqttdsp.benchmarks.broker;

import dev.mqttdsp.app.broker.EmbeddedBroker;
import dev.mqttdsp.benchmarks.line.Line;
import dev.mqttdsp.benchmarks.line.LineServer;
import dev.mqttdsp.gateway.tls.TlsFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The broker's process. */
public final class BrokerMain {
    private BrokerMain() {}

    /**
     * Starts the broker, says {@code ok}, and keeps it until the input ends.
     *
     * @param arguments a directory for its files, its port, and its port with TLS
     */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING); // it would write down each message
        Path directory = Path.of(arguments[0]);
        TlsFiles tls = TlsFiles.loadOrCreate(directory, "localhost");
        EmbeddedBroker broker = EmbeddedBroker.start(
                Integer.parseInt(arguments[1]),
                new EmbeddedBroker.SecurePort(Integer.parseInt(arguments[2]), tls.certificate(), tls.key()),
                directory.resolve("store"));
        try {
            System.out.println(Line.ok());
            new LineServer(Map.of()).serve(System.in, System.out);
        } finally {
            broker.stop();
        }
    }
}
