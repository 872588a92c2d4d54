package dev.mqttdsp.core.outbound;

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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Goes to URLs that somebody else has named: no further than those, and not for long. Thread safe. */
public final class GuardedHttp {
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final UrlGuard guard;
    private final TrustedAuthorities trust;
    private final Duration longest;
    private final Executor executor;
    private SSLContext clientsTrust;
    private HttpClient client;

    /**
     * @param guard judges each URL
     * @param longest for one exchange, the look-up of the host included
     * @param executor does what blocks
     */
    public GuardedHttp(UrlGuard guard, TrustedAuthorities trust, Duration longest, Executor executor) {
        this.guard = guard;
        this.trust = trust;
        this.longest = longest;
        this.executor = executor;
    }

    /**
     * Posts a form. The stage completes without an exception, in the time that one may take.
     *
     * @param form names and values, not encoded
     * @param headers beside those that every form has
     */
    public CompletionStage<HttpOutcome> post(URI url, Map<String, String> form, Map<String, String> headers) {
        return exchange(
                url,
                request -> request.header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofString(encoded(form))),
                headers);
    }

    /**
     * Gets a document. The stage completes without an exception, in the time that one may take.
     *
     * @param accept the kinds of document, as HTTP has them
     */
    public CompletionStage<HttpOutcome> get(URI url, String accept) {
        return exchange(url, request -> request.header("Accept", accept).GET(), Map.of());
    }

    private CompletionStage<HttpOutcome> exchange(
            URI url, UnaryOperator<HttpRequest.Builder> kind, Map<String, String> headers) {
        CompletableFuture<HttpOutcome> outcome = new CompletableFuture<>();
        try {
            executor.execute(() -> begin(url, kind, headers, outcome));
        } catch (RejectedExecutionException e) {
            outcome.complete(new HttpOutcome.Failed(HttpOutcome.Cause.TIMEOUT, "is not asked: too many others are"));
        }
        return outcome.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS).exceptionally(this::failed);
    }

    private void begin(
            URI url,
            UnaryOperator<HttpRequest.Builder> kind,
            Map<String, String> headers,
            CompletableFuture<HttpOutcome> outcome) {
        try {
            Optional<String> problem = guard.problem(url);
            if (problem.isPresent()) {
                boolean unknown = problem.get().equals(UrlGuard.UNKNOWN_HOST);
                outcome.complete(new HttpOutcome.Failed(
                        unknown ? HttpOutcome.Cause.UNREACHABLE : HttpOutcome.Cause.URL, problem.get()));
            } else if (!outcome.isDone()) { // else its time is over already
                HttpRequest.Builder request = kind.apply(HttpRequest.newBuilder(url));
                headers.forEach(request::header);
                send(request.build(), outcome);
            }
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    private void send(HttpRequest request, CompletableFuture<HttpOutcome> outcome) {
        CompletableFuture<HttpResponse<byte[]>> sent =
                client().sendAsync(request, info -> new BoundedBody(LONGEST_ANSWER));
        // Also when it took too long, which ends the connection.
        CompletableFuture<HttpOutcome> unusedEnd = outcome.whenComplete((done, failure) -> sent.cancel(true));
        CompletableFuture<Boolean> unused = sent.handle((response, failure) -> failure == null
                ? outcome.complete(new HttpOutcome.Answered(response.statusCode(), response.body()))
                : outcome.completeExceptionally(failure));
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
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

    /** Only what this JVM says is repeated, never what the endpoint has sent. */
    private HttpOutcome failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return new HttpOutcome.Failed(
                    HttpOutcome.Cause.TIMEOUT, "gives no answer in " + longest.toSeconds() + " s");
        }
        if (cause instanceof SSLException) {
            return new HttpOutcome.Failed(HttpOutcome.Cause.UNREACHABLE, tlsDetail(cause));
        }
        if (cause instanceof ConnectException) {
            return new HttpOutcome.Failed(HttpOutcome.Cause.UNREACHABLE, "takes no connection");
        }
        if (rootOf(cause) instanceof BoundedBody.TooLongException tooLong) {
            return new HttpOutcome.Failed(HttpOutcome.Cause.ANSWER, "gives an answer that is " + tooLong.getMessage());
        }
        return cause instanceof IOException
                ? new HttpOutcome.Failed(HttpOutcome.Cause.ANSWER, "broke off the connection, or speaks no HTTP")
                : new HttpOutcome.Failed(
                        HttpOutcome.Cause.ANSWER,
                        "could not be asked: " + cause.getClass().getSimpleName());
    }

    private static String tlsDetail(Throwable cause) {
        String said = String.valueOf(rootOf(cause).getMessage());
        boolean certificate = Stream.iterate(cause, Objects::nonNull, Throwable::getCause)
                .anyMatch(CertificateException.class::isInstance);
        return certificate
                ? "has a certificate that is not trusted: " + said + "; set " + TrustedAuthorities.KEY
                : "speaks no TLS: " + said;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
