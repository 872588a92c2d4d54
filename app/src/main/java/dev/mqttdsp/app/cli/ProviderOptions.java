package dev.mqttdsp.app.cli;

import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who the partner is. */
final class ProviderOptions {
    @Option(
            names = "--provider",
            paramLabel = "DSP-URL",
            required = true,
            description = "The provider's DSP URL; the protocol version is appended where it is missing.")
    private URI provider;

    @Option(names = "--provider-id", paramLabel = "ID", description = "The provider's participant id.")
    private String providerId;

    URI url() {
        return provider;
    }

    Optional<String> id() {
        return Optional.ofNullable(providerId);
    }
}
