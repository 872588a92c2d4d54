package dev.mqttdsp.identity.verify;

import java.time.Clock;
import java.util.List;
import okhttp3.OkHttpClient;
import org.eclipse.edc.http.spi.EdcHttpClient;
import org.eclipse.edc.iam.verifiablecredentials.revocation.bitstring.BitstringStatusListRevocationService;
import org.eclipse.edc.iam.verifiablecredentials.revocation.statuslist2021.StatusList2021RevocationService;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.RevocationServiceRegistry;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.revocation.bitstringstatuslist.BitstringStatusListStatus;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.revocation.statuslist2021.StatusList2021Status;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provides;
import org.eclipse.edc.spi.iam.IdentityService;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.spi.types.TypeManager;

/**
 * After EDC's own verification has been put together: the log says who was refused and why, and status lists, whose URLs come out
 * of credentials of strangers, are fetched by the guarded client.
 */
@Provides(IdentityService.class)
public final class AccountExtension implements ServiceExtension {
    private static final String STATUS_LIST_MILLIS = "edc.iam.credential.revocation.cache.validity";
    private static final long USUAL_MILLIS = 5_000;
    private static final List<String> ANYTHING = List.of("*/*");

    @Inject
    private IdentityService identity;

    @Inject
    private RevocationServiceRegistry revocations;

    @Inject
    private OkHttpClient client;

    @Inject
    private TypeManager types;

    @Inject
    private Wishes wishes;

    @Inject
    private ShownCredentials shown;

    @Inject
    private Clock clock;

    @Inject
    private Monitor monitor;

    @Override
    public String name() {
        return "MQTT over DSP: who was refused";
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        EdcHttpClient guarded = GuardedCalls.guarded(
                client.newBuilder().addInterceptor(new FailedBefore(clock)).build(), context.getConfig(), monitor);
        long millis = context.getConfig().getLong(STATUS_LIST_MILLIS, USUAL_MILLIS);
        revocations.addService(
                StatusList2021Status.TYPE,
                new StatusList2021RevocationService(types.getMapper(), millis, ANYTHING, guarded));
        revocations.addService(
                BitstringStatusListStatus.TYPE,
                new BitstringStatusListRevocationService(types.getMapper(), millis, ANYTHING, guarded));
        context.registerService(IdentityService.class, new AccountedIdentity(identity, wishes, shown));
    }
}
