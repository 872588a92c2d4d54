package dev.mqttdsp.edr.refresh;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Asks a partner's token endpoint for the next tokens (RFC 6749 §6). */
final class TokenEndpointClient {
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final String PATH = "/token";

    private final AddressGuard guard;
    private final TrustedAuthorities trust;
    private final TokenAnswerReader reader;
    private final Duration longest;
    private final Executor executor;
    private SSLContext clientsTrust;
    private HttpClient client;

    /**
     * @param longest for one exchange, the look-up of the host included
     * @param executor does what blocks
     */
    TokenEndpointClient(
            AddressGuard guard,
            TrustedAuthorities trust,
            TokenAnswerReader reader,
            Duration longest,
            Executor executor) {
        this.guard = guard;
        this.trust = trust;
        this.reader = reader;
        this.longest = longest;
        this.executor = executor;
    }

    /**
     * One exchange. The stage completes without an exception, in the time that one may take.
     *
     * @param endpoint as the partner wrote it; {@code /token} is appended where its path does not end so
     */
    CompletionStage<TokenAnswer> exchange(String endpoint, String refreshToken) {
        CompletableFuture<TokenAnswer> answer = new CompletableFuture<>();
        executor.execute(() -> begin(endpoint, refreshToken, answer));
        return answer.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> new TokenAnswer.None(reason(failure)));
    }

    private void begin(String endpoint, String refreshToken, CompletableFuture<TokenAnswer> answer) {
        try {
            URI url = tokenUrl(endpoint);
            Optional<String> problem = guard.problem(url);
            if (problem.isPresent()) {
                answer.complete(new TokenAnswer.None(problem.get()));
            } else if (!answer.isDone()) { // else its time is over already
                send(url, refreshToken, answer);
            }
        } catch (IllegalArgumentException e) {
            answer.complete(new TokenAnswer.None("the token endpoint is no https URL"));
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private void send(URI url, String refreshToken, CompletableFuture<TokenAnswer> answer) {
        String form =
                "grant_type=refresh_token&refresh_token=" + URLEncoder.encode(refreshToken, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(form))
                .build();
        CompletableFuture<HttpResponse<byte[]>> sent =
                client().sendAsync(request, info -> new BoundedBody(LONGEST_ANSWER));
        // Also when it took too long, which ends the connection.
        CompletableFuture<TokenAnswer> unusedEnd = answer.whenComplete((outcome, failure) -> sent.cancel(true));
        CompletableFuture<Boolean> unused = sent.thenApply(
                        response -> reader.read(response.statusCode(), response.body(), refreshToken))
                .handle((outcome, failure) ->
                        failure == null ? answer.complete(outcome) : answer.completeExceptionally(failure));
    }

    /** A client has its trust from the beginning, so another trust means another client. */
    private synchronized HttpClient client() {
        SSLContext present = trust.context();
        if (client == null || present != clientsTrust) {
            clientsTrust = present;
            client = HttpClient.newBuilder()
                    .version(Version.HTTP_1_1)
                    .followRedirects(Redirect.NEVER)
                    .connectTimeout(longest)
                    .sslContext(present)
                    .executor(executor)
                    .build();
        }
        return client;
    }

    static URI tokenUrl(String endpoint) {
        URI url = URI.create(endpoint.strip());
        String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create(
                url.getScheme() + "://" + url.getRawAuthority() + (path.endsWith(PATH) ? path : path + PATH) + query);
    }

    /** Only what this JVM says is repeated, never what the endpoint has sent. */
    private String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return "no answer in " + longest.toSeconds() + " s";
        }
        if (cause instanceof SSLException) {
            return tlsReason(cause);
        }
        if (cause instanceof ConnectException) {
            return "no connection to the token endpoint";
        }
        if (rootOf(cause) instanceof BoundedBody.TooLongException tooLong) {
            return "the token endpoint's answer is " + tooLong.getMessage();
        }
        return cause instanceof IOException
                ? "the connection to the token endpoint broke off, or what came is no HTTP"
                : "the refresh broke off: " + cause.getClass().getSimpleName();
    }

    private static String tlsReason(Throwable cause) {
        String said = String.valueOf(rootOf(cause).getMessage());
        boolean certificate = Stream.iterate(cause, Objects::nonNull, Throwable::getCause)
                .anyMatch(CertificateException.class::isInstance);
        return certificate
                ? "certificate not trusted: " + said + "; set " + RefreshSettings.TRUST
                : "no TLS with the token endpoint: " + said;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
