package dev.mqttdsp.identity.remote;

import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.outbound.GuardedHttp;
import dev.mqttdsp.core.outbound.HttpOutcome;
import dev.mqttdsp.core.outbound.TokenAnswer;
import dev.mqttdsp.core.outbound.TokenAnswerReader;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.edc.iam.decentralizedclaims.spi.SecureTokenService;
import org.eclipse.edc.spi.iam.TokenRepresentation;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.spi.security.Vault;

/**
 * Asks the secure token service for each self-issued token, by the client credentials grant (RFC 6749 §4.4). The secret is
 * read from the vault each time, so that it can change. Thread safe.
 */
final class StsTokens implements SecureTokenService {
    private static final int UNAUTHORIZED = 401;

    private final StsSettings settings;
    private final DidWeb did;
    private final Vault vault;
    private final GuardedHttp http;
    private final TokenAnswerReader reader;

    /**
     * @param did of this participant, whose tokens they have to be
     * @param http the way to the service, with the time that one exchange may take
     */
    StsTokens(StsSettings settings, DidWeb did, Vault vault, GuardedHttp http, Clock clock) {
        this.settings = settings;
        this.did = did;
        this.vault = vault;
        this.http = http;
        this.reader = new TokenAnswerReader(clock);
    }

    @Override
    public Result<TokenRepresentation> createToken(String participant, Map<String, Object> claims, String scope) {
        return AskedToken.of(claims, scope)
                .compose(asked -> settings.secret(vault).compose(secret -> ask(asked, secret)));
    }

    private Result<TokenRepresentation> ask(AskedToken asked, String secret) {
        Map<String, String> form = asked.form();
        form.put("grant_type", "client_credentials");
        form.put("client_id", settings.clientId());
        form.put("client_secret", secret); // RFC 6749 §2.3.1; IdentityHub takes it nowhere else
        HttpOutcome outcome = http.post(settings.tokenUrl(), form, Map.of())
                .toCompletableFuture()
                .join();
        if (outcome instanceof HttpOutcome.Failed failed) {
            return failure(failed.detail());
        }
        HttpOutcome.Answered answered = (HttpOutcome.Answered) outcome;
        TokenAnswer answer = reader.read(answered.status(), answered.body(), secret);
        if (answer instanceof TokenAnswer.None none) {
            return failure(none.reason() + (answered.status() == UNAUTHORIZED ? StsSettings.OF_THE_CLIENT : ""));
        }
        TokenAnswer.Tokens tokens = (TokenAnswer.Tokens) answer;
        Optional<String> problem = asked.problem(tokens.accessToken(), did);
        return problem.isPresent() ? failure(problem.get()) : Result.success(represented(tokens));
    }

    /** Without the URL, which is inside this operator's network: EDC may tell a partner why a negotiation has ended. */
    private static Result<TokenRepresentation> failure(String what) {
        return Result.failure("the STS (" + StsSettings.TOKEN_URL + ") " + what);
    }

    private static TokenRepresentation represented(TokenAnswer.Tokens tokens) {
        return TokenRepresentation.Builder.newInstance()
                .token(tokens.accessToken())
                .expiresIn(tokens.life().map(Duration::toSeconds).orElse(null))
                .build();
    }
}
