package dev.mqttdsp.pacing;

import dev.mqttdsp.pacing.http.AnnouncePacing;
import dev.mqttdsp.pacing.http.BoundedAnswers;
import dev.mqttdsp.pacing.http.FreshTokens;
import dev.mqttdsp.pacing.http.OwnTokens;
import dev.mqttdsp.pacing.http.RepeatEarlyMessages;
import java.time.Duration;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.eclipse.edc.participantcontext.single.spi.SingleParticipantContextSupplier;
import org.eclipse.edc.participantcontext.spi.types.ParticipantContext;
import org.eclipse.edc.runtime.metamodel.annotation.Extension;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provides;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.iam.IdentityService;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;

/**
 * Puts into EDC's HTTP client the repetition of early messages, tokens for those, the word that this side is paced, and bounds
 * of answers.
 */
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
        OkHttpClient.Builder builder = client.newBuilder().addInterceptor(new BoundedAnswers(longestAnswer()));
        if (settings.isPaced()) {
            builder.addInterceptor(new AnnouncePacing());
        }
        if (settings.retry()) {
            builder.addInterceptor(new RepeatEarlyMessages());
        }
        // Asked for when a message is sent: the identity of this runtime is put together with this very client.
        OwnTokens tokens = new OwnTokens(
                () -> Optional.ofNullable(
                        context.hasService(IdentityService.class) ? context.getService(IdentityService.class) : null),
                () -> context.getService(SingleParticipantContextSupplier.class)
                        .get()
                        .map(ParticipantContext::getParticipantContextId)
                        .orElseThrow(failure -> new EdcException(failure.getFailureDetail())));
        builder.addInterceptor(new FreshTokens(tokens::again));
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

    /** As long as EDC waits for one byte; where it waits for ever, its default. */
    private Duration longestAnswer() {
        return client.readTimeoutMillis() > 0 ? Duration.ofMillis(client.readTimeoutMillis()) : Duration.ofSeconds(30);
    }
}
