package dev.mqttdsp.edr.refresh;

import dev.mqttdsp.core.outbound.GuardedHttp;
import dev.mqttdsp.core.outbound.HttpOutcome;
import dev.mqttdsp.core.outbound.TokenAnswer;
import dev.mqttdsp.core.outbound.TokenAnswerReader;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks a partner's token endpoint for the next tokens (RFC 6749 §6). */
final class TokenEndpointClient {
    private static final String PATH = "/token";

    private final GuardedHttp post;
    private final TokenAnswerReader reader;

    TokenEndpointClient(GuardedHttp post, TokenAnswerReader reader) {
        this.post = post;
        this.reader = reader;
    }

    /**
     * One exchange. The stage completes without an exception, in the time that one may take.
     *
     * @param endpoint as the partner wrote it; {@code /token} is appended where its path does not end so
     * @param bearer shows that this participant presents it, where it can
     */
    CompletionStage<TokenAnswer> exchange(String endpoint, String refreshToken, Optional<String> bearer) {
        URI url;
        try {
            url = tokenUrl(endpoint);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(none("is no https URL"));
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        Map<String, String> headers =
                bearer.map(proof -> Map.of("Authorization", "Bearer " + proof)).orElse(Map.of());
        return post.post(url, form, headers).thenApply(outcome -> read(outcome, refreshToken));
    }

    private TokenAnswer read(HttpOutcome outcome, String refreshToken) {
        return outcome instanceof HttpOutcome.Answered answered
                ? reader.read(answered.status(), answered.body(), refreshToken)
                : none(((HttpOutcome.Failed) outcome).detail());
    }

    private static TokenAnswer none(String reason) {
        return new TokenAnswer.None(false, reason);
    }

    static URI tokenUrl(String endpoint) {
        URI url = URI.create(endpoint.strip());
        String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create(
                url.getScheme() + "://" + url.getRawAuthority() + (path.endsWith(PATH) ? path : path + PATH) + query);
    }
}
