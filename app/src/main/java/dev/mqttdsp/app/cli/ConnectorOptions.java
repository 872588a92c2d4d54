package dev.mqttdsp.app.cli;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.app.Trust;
import dev.mqttdsp.client.Connector;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a command reaches the user's own connector. */
final class ConnectorOptions {
    @Option(
            names = "--connector",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8181",
            description = "Management API of your connector (default: ${DEFAULT-VALUE}).")
    private URI connector;

    @Option(names = "--api-key-file", paramLabel = "FILE", description = "File that holds the API key.")
    private Path apiKeyFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM file of authorities to trust beside the JVM's, for the connector and for brokers.")
    private Path ca;

    Connector open() {
        if (connector.getHost() == null
                || (!"http".equals(connector.getScheme()) && !"https".equals(connector.getScheme()))) {
            throw new FailedException("--connector: '" + connector + "' is no http or https URL");
        }
        HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10));
        trust().ifPresent(trust -> http.sslContext(trust.sslContext()));
        return new Connector(connector, apiKey(), http.build());
    }

    Optional<Trust> trust() {
        return Optional.ofNullable(ca).map(Trust::of);
    }

    Optional<Path> caFile() {
        return Optional.ofNullable(ca);
    }

    private Optional<String> apiKey() {
        if (apiKeyFile == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(apiKeyFile).strip());
        } catch (IOException e) {
            throw new FailedException("--api-key-file: cannot read " + apiKeyFile, e);
        }
    }
}
