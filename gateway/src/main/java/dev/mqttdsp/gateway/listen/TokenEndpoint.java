package dev.mqttdsp.gateway.listen;

import dev.mqttdsp.core.grant.RefreshOutcome;
import dev.mqttdsp.core.grant.Refreshing;
import dev.mqttdsp.core.idp.IdpFailure;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token endpoint of RFC 6749: the grant type {@code refresh_token} (§6), answers as §5.1, errors as §5.2.
 *
 * <p>Parameters count from the form, else from the query, as the connector of Tractus-X and the profile for token renewal
 * of the Data Plane Signaling protocol send them. What comes as Bearer in the Authorization header is the consumer's proof
 * that he presents it himself, where one is asked for. Neither is ever logged.
 */
public final class TokenEndpoint implements TokenRequests {
    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);
    private static final int MOST_PARAMETERS = 20;
    /** Each costs a signature, half a millisecond. */
    private static final int MOST_WAITING = 1_000;

    private static final String BEARER = "Bearer ";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Refreshing refreshing;
    private final ThreadPoolExecutor signing =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                Thread thread = new Thread(task, "mqtt-token-endpoint");
                thread.setDaemon(true);
                return thread;
            });

    public TokenEndpoint(Refreshing refreshing) {
        this.refreshing = refreshing;
    }

    @Override
    public void answer(FullHttpRequest request, String address, Executor loop, Consumer<FullHttpResponse> answer) {
        if (!request.method().equals(HttpMethod.POST)) {
            answer.accept(WebRequests.notAllowed(HttpMethod.POST));
            return;
        }
        Optional<String> grantType;
        Optional<String> token;
        try {
            Parameters parameters = Parameters.of(request);
            grantType = parameters.get("grant_type");
            token = parameters.get("refresh_token");
        } catch (IllegalArgumentException e) {
            answer.accept(
                    TokenAnswers.error("invalid_request", "parameters that cannot be read, or one more than once"));
            return;
        }
        if (grantType.isEmpty() || token.isEmpty()) {
            String missing = grantType.isEmpty() ? "grant_type" : "refresh_token";
            answer.accept(TokenAnswers.error("invalid_request", missing + " is missing"));
        } else if (!grantType.get().equals("refresh_token")) {
            answer.accept(TokenAnswers.error("unsupported_grant_type", "accepted: refresh_token"));
        } else {
            try {
                Optional<String> bearer = bearer(request);
                signing.execute(() -> exchange(
                        token.get(), bearer, address, response -> loop.execute(() -> answer.accept(response))));
            } catch (RejectedExecutionException e) {
                answer.accept(TokenAnswers.busy("TOO_MANY_REQUESTS"));
            }
        }
    }

    /** RFC 6750 §2.1. */
    private static Optional<String> bearer(FullHttpRequest request) {
        return Optional.ofNullable(request.headers().get(HttpHeaderNames.AUTHORIZATION))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the answer is what comes of it
    private void exchange(String token, Optional<String> bearer, String address, Consumer<FullHttpResponse> answer) {
        try {
            refreshing
                    .refresh(token, bearer, address)
                    .whenComplete((outcome, failure) -> answer.accept(failure == null ? of(outcome) : failed(failure)));
        } catch (RuntimeException e) {
            answer.accept(failed(e));
        }
    }

    private static FullHttpResponse of(RefreshOutcome outcome) {
        if (outcome instanceof RefreshOutcome.Refreshed refreshed) {
            return success(refreshed);
        }
        if (outcome instanceof RefreshOutcome.Unavailable unavailable) {
            IdpFailure failure = unavailable.why().failure();
            return failure.isLasting()
                    ? TokenAnswers.error("invalid_grant", failure.name())
                    : TokenAnswers.busy(failure.name());
        }
        RefreshOutcome.Reason reason = ((RefreshOutcome.Refused) outcome).reason();
        return switch (reason) {
            case TOO_MANY_REPEATS, PROOF_UNAVAILABLE -> TokenAnswers.busy(reason.name());
            case NOT_PROVED -> unauthorized(reason.name());
            default -> TokenAnswers.error("invalid_grant", reason.name());
        };
    }

    /** RFC 6749 §5.2, RFC 6750 §3. */
    private static FullHttpResponse unauthorized(String description) {
        FullHttpResponse response = TokenAnswers.error(HttpResponseStatus.UNAUTHORIZED, "invalid_client", description);
        response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        return response;
    }

    private static FullHttpResponse failed(Throwable failure) {
        LOG.error("a refresh failed", failure);
        return TokenAnswers.json(HttpResponseStatus.INTERNAL_SERVER_ERROR, "{\"error\":\"server_error\"}");
    }

    /** {@code expires} is what older connectors of Tractus-X read. */
    private static FullHttpResponse success(RefreshOutcome.Refreshed refreshed) {
        long seconds = refreshed.expiresIn().toSeconds();
        return TokenAnswers.json(
                HttpResponseStatus.OK,
                "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d,\"expires\":%d,\"refresh_token\":\"%s\"}"
                        .formatted(refreshed.accessToken().value(), seconds, seconds, refreshed.refreshToken()));
    }

    @Override
    public int waiting() {
        return signing.getQueue().size();
    }

    @Override
    public void close() {
        signing.shutdownNow();
    }

    /** The parameters of a request, each at most once (RFC 6749 §3.2). */
    private record Parameters(Map<String, List<String>> form, Map<String, List<String>> query) {

        static Parameters of(FullHttpRequest request) {
            String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
            String body = request.content().toString(StandardCharsets.UTF_8);
            Map<String, List<String>> form = type.toLowerCase(Locale.ROOT).startsWith(FORM)
                    ? new QueryStringDecoder(body, StandardCharsets.UTF_8, false, MOST_PARAMETERS).parameters()
                    : Map.of();
            Map<String, List<String>> query =
                    new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, MOST_PARAMETERS).parameters();
            return new Parameters(form, query);
        }

        Optional<String> get(String name) {
            List<String> values = form.getOrDefault(name, query.getOrDefault(name, List.of()));
            if (values.size() > 1) {
                throw new IllegalArgumentException(name + " is there more than once");
            }
            return values.stream().filter(value -> !value.isEmpty()).findFirst();
        }
    }
}
