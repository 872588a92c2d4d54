package dev.mqttdsp.benchmarks.provider;

import dev.mqttdsp.benchmarks.line.Line;
import dev.mqttdsp.benchmarks.line.LineServer;
import dev.mqttdsp.gateway.Gateway;
import dev.mqttdsp.gateway.GatewaySettings;
import dev.mqttdsp.gateway.tls.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The gateway's process. */
public final class ProviderMain {
    private ProviderMain() {}

    /**
     * Opens the gateway, says {@code ok} with its ports, and does what it is told until the input ends.
     *
     * @param arguments a directory for its files, and that of the broker's certificate
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        TlsFiles broker = TlsFiles.loadOrCreate(Path.of(arguments[1]), "localhost");
        TlsFiles own = TlsFiles.loadOrCreate(directory, "localhost");
        ProviderParts parts = ProviderParts.create();
        GatewaySettings settings = new GatewaySettings(
                List.of("127.0.0.1"),
                0,
                0,
                own.certificate(),
                own.key(),
                directory.resolve("broker-sessions.list"),
                Duration.ofDays(1));
        try (Gateway gateway = Gateway.start(settings, parts.access());
                PlainDoor plain = new PlainDoor(parts.access(), directory.resolve("plain-sessions.list"))) {
            System.out.println(Line.ok("mqtts", gateway.tlsPort(), "wss", gateway.webPort(), "mqtt", plain.port()));
            new LineServer(new Provider(parts, broker.ca()).commands()).serve(System.in, System.out);
        }
    }
}
