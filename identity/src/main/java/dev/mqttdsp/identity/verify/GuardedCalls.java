package dev.mqttdsp.identity.verify;

import dev.failsafe.RetryPolicy;
import dev.mqttdsp.core.outbound.UrlGuard;
import dev.mqttdsp.identity.IdentitySettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.eclipse.edc.http.client.EdcHttpClientImpl;
import org.eclipse.edc.http.spi.EdcHttpClient;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.configuration.Config;

/** Goes to URLs that strangers have named only where the guard lets it, and nowhere that an answer sends it; not for long, and for no more than 256 KiB. */
final class GuardedCalls implements Interceptor {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final long MOST_BYTES = 256 * 1024;

    private final UrlGuard guard;

    private GuardedCalls(UrlGuard guard) {
        this.guard = guard;
    }

    /** EDC's client, guarded, which asks once: partners come again themselves. */
    static EdcHttpClient guarded(OkHttpClient client, Config config, Monitor monitor) {
        OkHttpClient guarded = client.newBuilder()
                .followRedirects(false)
                .followSslRedirects(false)
                .callTimeout(LONGEST)
                .addInterceptor(new GuardedCalls(new UrlGuard(IdentitySettings.outgoing(config))))
                .build();
        RetryPolicy<Response> once =
                RetryPolicy.<Response>builder().withMaxRetries(0).build();
        return new EdcHttpClientImpl(guarded, once, monitor);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Optional<String> problem = guard.problem(chain.request().url().uri());
        if (problem.isPresent()) {
            throw new IOException("the URL " + chain.request().url() + " " + problem.get());
        }
        Response response = chain.proceed(chain.request());
        if (response.body().source().request(MOST_BYTES + 1)) {
            response.close();
            throw new IOException(
                    "the URL " + chain.request().url() + " gives more than " + MOST_BYTES / 1024 + " KiB");
        }
        return response;
    }
}
