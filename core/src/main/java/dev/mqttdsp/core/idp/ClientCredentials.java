package dev.mqttdsp.core.idp;

import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.outbound.GuardedHttp;
import dev.mqttdsp.core.outbound.HttpOutcome;
import dev.mqttdsp.core.outbound.Jwt;
import dev.mqttdsp.core.outbound.TokenAnswer;
import dev.mqttdsp.core.outbound.TokenAnswerReader;
import dev.mqttdsp.core.token.Fingerprint;
import dev.mqttdsp.core.token.IssuedToken;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The client credentials grant (RFC 6749 §4.4) over HTTPS. */
public final class ClientCredentials implements IdentityProvider {
    private final GuardedHttp post;
    private final TokenAnswerReader reader;
    private final Clock clock;

    /**
     * @param post the way to token endpoints, with the time that one exchange may take
     */
    public ClientCredentials(GuardedHttp post, Clock clock) {
        this.post = post;
        this.reader = new TokenAnswerReader(clock);
        this.clock = clock;
    }

    /**
     * Shows the secret as HTTP Basic, which every server understands (RFC 6749 §2.3.1); where that is refused, once more in
     * the form, because some servers let a client do it in one way only.
     */
    @Override
    public CompletionStage<IdpAnswer> token(CredentialSource.IssuedToken source, String secret) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        source.scope().ifPresent(scope -> form.put("scope", scope));
        source.audience().ifPresent(audience -> form.put("audience", audience));
        return post.post(source.tokenUrl(), form, Map.of("Authorization", basic(source.clientId(), secret)))
                .thenCompose(outcome -> {
                    if (!isRefusedClient(outcome)) {
                        return CompletableFuture.completedFuture(outcome);
                    }
                    form.put("client_id", source.clientId());
                    form.put("client_secret", secret);
                    return post.post(source.tokenUrl(), form, Map.of());
                })
                .thenApply(outcome -> read(outcome, source, secret));
    }

    /** RFC 6749 §5.2: with HTTP Basic {@code invalid_client} comes as 401; some servers send 400. */
    private static boolean isRefusedClient(HttpOutcome outcome) {
        return outcome instanceof HttpOutcome.Answered answered
                && (answered.status() == 401
                        || (answered.status() == 400
                                && new String(answered.body(), StandardCharsets.UTF_8).contains("invalid_client")));
    }

    private IdpAnswer read(HttpOutcome outcome, CredentialSource.IssuedToken source, String secret) {
        if (outcome instanceof HttpOutcome.Failed failed) {
            return new IdpAnswer.Failed(failureOf(failed.cause()), failed.detail());
        }
        HttpOutcome.Answered answered = (HttpOutcome.Answered) outcome;
        TokenAnswer answer = reader.read(answered.status(), answered.body(), secret);
        if (answer instanceof TokenAnswer.None none) {
            return new IdpAnswer.Failed(
                    none.refused() ? IdpFailure.IDP_REFUSED : IdpFailure.IDP_BAD_ANSWER, none.reason());
        }
        return judged((TokenAnswer.Tokens) answer, source);
    }

    private IdpAnswer judged(TokenAnswer.Tokens tokens, CredentialSource.IssuedToken source) {
        Optional<Jwt> jwt = Jwt.of(tokens.accessToken());
        if (source.audience().isPresent()
                && !jwt.map(Jwt::audience)
                        .orElse(Set.of())
                        .contains(source.audience().get())) {
            return new IdpAnswer.Failed(
                    IdpFailure.TOKEN_AUDIENCE, "gives a token that is not for the audience that the asset names");
        }
        Instant now = clock.instant();
        Optional<Instant> end = tokens.life().map(now::plus);
        // Its own word counts where both speak: nobody will accept it any longer than that.
        Optional<Instant> earliest = jwt.map(Jwt::expiresAt)
                .filter(exp -> end.isEmpty() || exp.isBefore(end.get()))
                .or(() -> end);
        if (earliest.isEmpty()) {
            return new IdpAnswer.Failed(
                    IdpFailure.IDP_BAD_ANSWER, "gives a token with neither expires_in nor an exp of its own");
        }
        if (!earliest.get().isAfter(now)) {
            return new IdpAnswer.Failed(IdpFailure.IDP_BAD_ANSWER, "gives a token that has expired");
        }
        String id = Fingerprint.of(tokens.accessToken()).toString().substring(0, 16);
        return new IdpAnswer.Issued(new IssuedToken(tokens.accessToken(), id, earliest.get()));
    }

    private static IdpFailure failureOf(HttpOutcome.Cause cause) {
        return switch (cause) {
            case URL -> IdpFailure.TOKEN_URL_REFUSED;
            case UNREACHABLE -> IdpFailure.IDP_UNREACHABLE;
            case TIMEOUT -> IdpFailure.IDP_TIMEOUT;
            case ANSWER -> IdpFailure.IDP_BAD_ANSWER;
        };
    }

    /** RFC 6749 §2.3.1: both parts are encoded as in a form first. */
    private static String basic(String clientId, String secret) {
        String both = encoded(clientId) + ":" + encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
