package dev.mqttdsp.pacing;

import dev.mqttdsp.pacing.http.AnnouncePacing;
import dev.mqttdsp.pacing.http.RepeatEarlyMessages;
import okhttp3.OkHttpClient;
import org.eclipse.edc.runtime.metamodel.annotation.Extension;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provides;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;

/** Puts the repetition of early messages into EDC's HTTP client, and the word that this side is paced. */
@Extension(HttpPacingExtension.NAME)
@Provides(OkHttpClient.class)
public final class HttpPacingExtension implements ServiceExtension {
    static final String NAME = "Pacing: outgoing messages";

    @Inject
    private OkHttpClient client;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        PacingSettings settings = PacingSettings.read(context.getConfig());
        OkHttpClient.Builder builder = client.newBuilder();
        if (settings.isPaced()) {
            builder.addInterceptor(new AnnouncePacing());
        }
        if (settings.retry()) {
            builder.addInterceptor(new RepeatEarlyMessages());
        }
        OkHttpClient paced = builder.build();
        if (settings.retry()) {
            // Five by default, so that a few slow answers of one partner would hold up all messages to it. The sum over
            // all hosts grows as well, so that some slow hosts leave room for the others.
            paced.dispatcher().setMaxRequestsPerHost(settings.requestsPerHost());
            paced.dispatcher()
                    .setMaxRequests(Math.max(paced.dispatcher().getMaxRequests(), 8 * settings.requestsPerHost()));
        }
        context.registerService(OkHttpClient.class, paced);
    }
}
