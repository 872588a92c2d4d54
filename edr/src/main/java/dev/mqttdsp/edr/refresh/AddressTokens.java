package dev.mqttdsp.edr.refresh;

import dev.mqttdsp.core.outbound.Seconds;
import dev.mqttdsp.core.outbound.TokenAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.edc.spi.types.domain.DataAddress;

/**
 * A data address with an access token and the means to get the next one. Each value may stand there under several names:
 * those of ADR 012, of Tractus-X, of EDC, and bare ones.
 *
 * @param address the whole of it
 * @param accessToken what opens the partner's door
 * @param refreshToken exchanged for the next access token
 * @param endpoint where that is done, as the partner wrote it
 * @param audience for whom a proof of who refreshes has to be, where the address says it
 * @param expiresIn the access token's life from beginning to end, where the address says it
 */
record AddressTokens(
        DataAddress address,
        String accessToken,
        String refreshToken,
        String endpoint,
        Optional<String> audience,
        Optional<Duration> expiresIn) {
    private static final List<String> SPACES = List.of(
            "https://w3id.org/dspace/2025/1/mqtt-pull/",
            "https://w3id.org/tractusx/auth/",
            "https://w3id.org/edc/v0.0.1/ns/",
            "",
            "dsp-mqtt:",
            "tx-auth:",
            "edc:");
    private static final String AUTHORIZATION = "authorization";
    private static final String REFRESH_TOKEN = "refreshToken";
    private static final String REFRESH_ENDPOINT = "refreshEndpoint";
    private static final String REFRESH_AUDIENCE = "refreshAudience";
    private static final String EXPIRES_IN = "expiresIn";

    /** Those of that address; empty where there is nothing to refresh, or no means to do so. */
    static Optional<AddressTokens> of(DataAddress address) {
        Optional<String> access = text(address, AUTHORIZATION);
        Optional<String> refresh = text(address, REFRESH_TOKEN);
        Optional<String> endpoint = text(address, REFRESH_ENDPOINT);
        if (access.isEmpty() || refresh.isEmpty() || endpoint.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> life = text(address, EXPIRES_IN).flatMap(Seconds::parse);
        return Optional.of(new AddressTokens(
                address, access.get(), refresh.get(), endpoint.get(), text(address, REFRESH_AUDIENCE), life));
    }

    /** The address with the new tokens under every name that it had before. */
    DataAddress with(TokenAnswer.Tokens next) {
        var renewed = DataAddress.Builder.newInstance().properties(address.getProperties());
        rewrite(renewed, AUTHORIZATION, next.accessToken());
        next.refreshToken().ifPresent(token -> rewrite(renewed, REFRESH_TOKEN, token));
        next.life().ifPresent(life -> rewrite(renewed, EXPIRES_IN, Long.toString(life.toSeconds())));
        return renewed.build();
    }

    private void rewrite(DataAddress.Builder<?, ?> renewed, String name, String value) {
        SPACES.stream()
                .map(space -> space + name)
                .filter(address.getProperties()::containsKey)
                .forEach(spelled -> renewed.property(spelled, value));
    }

    private static Optional<String> text(DataAddress address, String name) {
        return SPACES.stream()
                .map(space -> address.getProperties().get(space + name))
                .filter(value -> value instanceof String || value instanceof Number)
                .map(Object::toString)
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    /** Says nothing of what it holds. */
    @Override
    public String toString() {
        return "AddressTokens[expiresIn=" + expiresIn + "]";
    }
}
