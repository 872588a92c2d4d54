package dev.mqttdsp.gateway.listen;

import dev.mqttdsp.core.outbound.BoundedBody;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the token endpoint of another process answer: query, form and Authorization header go there as they came, status and
 * body come back. Nothing of either is logged.
 */
public final class ForwardedTokens implements TokenRequests {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardedTokens.class);
    /** One exchange, connection included; the other side may have to ask an identity provider, for two seconds. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final int LONGEST_ANSWER = 64 << 10;
    private static final int MOST_AT_ONCE = 256;

    private final URI endpoint;
    private final TrustedAuthorities trust;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    /** Does what blocks: the look-up of the host, TLS, the trusted certificates. */
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(16 * MOST_AT_ONCE), task -> {
                Thread thread = new Thread(task, "mqtt-token-forwarding");
                thread.setDaemon(true);
                return thread;
            });

    private SSLContext clientsTrust;
    private HttpClient client;

    /**
     * @param endpoint takes the requests
     * @param trust who may vouch for it
     */
    public ForwardedTokens(URI endpoint, TrustedAuthorities trust) {
        this.endpoint = endpoint;
        this.trust = trust;
    }

    @Override
    public void answer(FullHttpRequest request, String address, Executor loop, Consumer<FullHttpResponse> answer) {
        if (!request.method().equals(HttpMethod.POST)) {
            answer.accept(WebRequests.notAllowed(HttpMethod.POST));
            return;
        }
        HttpRequest forwarded;
        try {
            forwarded = forwarded(request);
        } catch (IllegalArgumentException e) {
            answer.accept(TokenAnswers.error("invalid_request", "a query or a header that cannot be read"));
            return;
        }
        if (!places.tryAcquire()) {
            answer.accept(TokenAnswers.busy("TOO_MANY_REQUESTS"));
            return;
        }
        CompletableFuture<Void> unused = sent(forwarded)
                .handle((response, failure) -> failure == null ? of(response) : failed(failure))
                .thenAccept(response -> {
                    places.release();
                    loop.execute(() -> answer.accept(response));
                });
    }

    private HttpRequest forwarded(FullHttpRequest request) {
        int query = request.uri().indexOf('?');
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        query < 0
                                ? endpoint
                                : URI.create(endpoint + request.uri().substring(query)))
                .timeout(LONGEST)
                .POST(BodyPublishers.ofByteArray(ByteBufUtil.getBytes(request.content())));
        for (CharSequence name : new CharSequence[] {HttpHeaderNames.CONTENT_TYPE, HttpHeaderNames.AUTHORIZATION}) {
            Optional.ofNullable(request.headers().get(name)).ifPresent(value -> builder.header(name.toString(), value));
        }
        return builder.build();
    }

    private CompletableFuture<HttpResponse<byte[]>> sent(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> sent;
        try {
            sent = CompletableFuture.supplyAsync(this::client, threads)
                    .thenCompose(there -> there.sendAsync(request, info -> new BoundedBody(LONGEST_ANSWER)));
        } catch (RejectedExecutionException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        return sent.orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A client has its trust from the beginning, so another trust means another client. */
    private synchronized HttpClient client() {
        SSLContext present = trust.context();
        if (client == null || present != clientsTrust) {
            clientsTrust = present;
            client = HttpClient.newBuilder()
                    .version(Version.HTTP_1_1)
                    .followRedirects(Redirect.NEVER)
                    .connectTimeout(LONGEST)
                    .sslContext(present)
                    .executor(threads)
                    .build();
        }
        return client;
    }

    private static FullHttpResponse of(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status != HttpResponseStatus.OK.code() && status < HttpResponseStatus.BAD_REQUEST.code()) {
            return unusable("answers with status " + status);
        }
        FullHttpResponse answer = TokenAnswers.of(
                HttpResponseStatus.valueOf(status),
                response.headers().firstValue("content-type").orElse("application/json"),
                Unpooled.wrappedBuffer(response.body()));
        response.headers().firstValue("retry-after").ifPresent(value -> answer.headers()
                .set(HttpHeaderNames.RETRY_AFTER, value));
        return answer;
    }

    private static FullHttpResponse failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ConnectException
                || cause instanceof TimeoutException
                || cause instanceof HttpTimeoutException
                || cause instanceof RejectedExecutionException) {
            LOG.warn("a request for a token could not be passed on: {}", cause.toString());
            return TokenAnswers.busy("CONNECTOR_UNREACHABLE");
        }
        // Of what came instead of an answer nothing is repeated.
        return unusable(cause instanceof SSLException ? "is not trusted, or speaks no TLS" : "gives no usable answer");
    }

    private static FullHttpResponse unusable(String why) {
        LOG.warn("a request for a token was passed on in vain: the endpoint {}", why);
        return TokenAnswers.error(HttpResponseStatus.BAD_GATEWAY, "server_error", "CONNECTOR_UNUSABLE");
    }

    @Override
    public int waiting() {
        return MOST_AT_ONCE - places.availablePermits();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
