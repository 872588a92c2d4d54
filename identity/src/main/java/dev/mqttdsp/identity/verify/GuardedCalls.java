package dev.mqttdsp.identity.verify;

import dev.failsafe.RetryPolicy;
import dev.mqttdsp.core.outbound.UrlGuard;
import dev.mqttdsp.identity.IdentitySettings;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.eclipse.edc.http.client.EdcHttpClientImpl;
import org.eclipse.edc.http.spi.EdcHttpClient;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.configuration.Config;

/** Goes to URLs that strangers have named only where the guard lets it, and nowhere that an answer sends it. */
final class GuardedCalls implements Interceptor {
    private final UrlGuard guard;

    private GuardedCalls(UrlGuard guard) {
        this.guard = guard;
    }

    /** EDC's client, guarded, which asks once: partners come again themselves. */
    static EdcHttpClient guarded(OkHttpClient client, Config config, Monitor monitor) {
        OkHttpClient guarded = client.newBuilder()
                .followRedirects(false)
                .followSslRedirects(false)
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
        return chain.proceed(chain.request());
    }
}
