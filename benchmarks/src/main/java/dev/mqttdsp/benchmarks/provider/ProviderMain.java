package dev.mqttdsp.benchmarks.provider;

import dev.mqttdsp.benchmarks.line.Line;
import dev.mqttdsp.benchmarks.line.LineServer;
import dev.mqttdsp.gateway.Doors;
import dev.mqttdsp.gateway.Gateway;
import dev.mqttdsp.gateway.GatewaySettings;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import dev.mqttdsp.gateway.tls.TlsFiles;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The gateway's process. */
public final class ProviderMain {
    /** Everybody is one participant, and who floods is not to be shut out: his flood is what is measured. */
    private static final Limits LIMITS = Limits.USUAL
            .with(Limit.SESSIONS_PER_PARTICIPANT, Limit.SESSIONS_PER_PARTICIPANT.most())
            .with(Limit.FAILURES_PER_ADDRESS, Limit.FAILURES_PER_ADDRESS.most());

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
        Doors doors = new Doors(List.of("127.0.0.1"), 0, 0, own.certificate(), own.key());
        GatewaySettings settings =
                new GatewaySettings(doors, directory.resolve("broker-sessions.list"), Duration.ofDays(1)).with(LIMITS);
        try (Gateway gateway = Gateway.start(settings, parts.access(), new CompositeMeterRegistry());
                PlainDoor plain = new PlainDoor(parts.access(), LIMITS, directory.resolve("plain-sessions.list"))) {
            System.out.println(Line.ok("mqtts", gateway.tlsPort(), "wss", gateway.webPort(), "mqtt", plain.port()));
            new LineServer(new Provider(parts, broker.ca()).commands()).serve(System.in, System.out);
        }
    }
}
