package dev.mqttdsp.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mqttdsp.client.ConnectorException.Code;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why one's own connector got no catalog of a provider: it has refused, or nobody who speaks DSP is there. */
final class UnansweredProvider {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What EDC's HTTP client says of a request that got no answer. A partner may have written it: plain characters only. */
    private static final Pattern NO_ANSWER = Pattern.compile("[\\w.]+\\.EdcHttpClientException: ([ -~]{1,300})");

    private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}");

    private UnansweredProvider() {}

    /**
     * The sentence for the user.
     *
     * @param url the provider's, as it was asked
     * @param failure with what one's own connector has said, which may be the body of the provider's answer
     */
    static ConnectorException at(String url, ConnectorException failure) {
        return refusal(failure.getMessage())
                .map(status -> new ConnectorException(
                        Code.REFUSED,
                        "the provider at " + url + " answers " + status + ", and its log says why"
                                + (status.equals("401")
                                        ? ": is --provider-id right, and does 'mqtt-dsp credential list' show a credential"
                                                + " that it trusts?"
                                        : ""),
                        failure))
                .orElseGet(() -> new ConnectorException(
                        Code.UNREACHABLE,
                        "no provider answers at " + url + noAnswer(failure.getMessage())
                                + ": is it running, and is --provider its DSP URL?",
                        failure));
    }

    /** The status of a DSP error (DSP 2025-1, Catalog Error). */
    private static Optional<String> refusal(String said) {
        try {
            return Optional.of(JSON.readTree(said))
                    .filter(error -> error.path("@type").asText().endsWith("CatalogError"))
                    .map(error -> error.path("code").asText())
                    .filter(code -> STATUS.matcher(code).matches());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static String noAnswer(String said) {
        Matcher reason = NO_ANSWER.matcher(said);
        return reason.matches() ? " (" + reason.group(1) + ")" : "";
    }
}
