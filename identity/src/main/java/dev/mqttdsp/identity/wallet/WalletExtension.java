package dev.mqttdsp.identity.wallet;

import dev.mqttdsp.core.did.DidDocument;
import dev.mqttdsp.core.did.RefreshProof;
import dev.mqttdsp.identity.IdentitySettings;
import dev.mqttdsp.identity.OwnRefreshProof;
import dev.mqttdsp.identity.ScopeForm;
import dev.mqttdsp.identity.ShownScopes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.edc.iam.decentralizedclaims.spi.SecureTokenService;
import org.eclipse.edc.iam.decentralizedclaims.sts.spi.service.StsAccountService;
import org.eclipse.edc.iam.did.spi.resolution.DidPublicKeyResolver;
import org.eclipse.edc.identityhub.spi.authentication.ParticipantSecureTokenService;
import org.eclipse.edc.identityhub.spi.keypair.store.KeyPairResourceStore;
import org.eclipse.edc.identityhub.spi.participantcontext.store.ParticipantContextStore;
import org.eclipse.edc.identityhub.spi.verifiablecredentials.store.CredentialStore;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provider;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.token.spi.TokenValidationService;
import org.eclipse.edc.transform.spi.TypeTransformerRegistry;
import org.eclipse.edc.web.spi.WebService;
import org.eclipse.edc.web.spi.configuration.ApiContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** IdentityHub as this connector's own wallet: its keys, its credentials, and the document that says where they are. */
public final class WalletExtension implements ServiceExtension {
    private static final Logger LOG = LoggerFactory.getLogger(WalletExtension.class);
    private static final String CONTEXT = "credentials";
    private static final String CREDENTIALS = "credentials";
    /** They travel in a header. */
    private static final int MOST_SHOWN = 50;

    @Inject
    private ParticipantSecureTokenService tokens;

    @Inject
    private ParticipantContextStore participants;

    @Inject
    private StsAccountService accounts;

    @Inject
    private KeyPairResourceStore keys;

    @Inject
    private CredentialStore credentials;

    @Inject
    private TypeTransformerRegistry transformers;

    @Inject
    private WebService web;

    @Inject
    private WalletKeys ring;

    @Inject
    private DidPublicKeyResolver publicKeys;

    @Inject
    private TokenValidationService signatures;

    @Inject
    private Clock clock;

    private IdentitySettings settings;
    private HubKeys hubKeys;
    private ScheduledExecutorService timer;
    private Wallet wallet;
    private final CredentialNews news = new CredentialNews();

    @Override
    public String name() {
        return "MQTT over DSP: wallet";
    }

    /** Tokens for what this connector says to others. */
    @Provider
    public SecureTokenService ownTokens() {
        return new OwnTokens(tokens);
    }

    /** Tells of new credentials. */
    @Provider
    public CredentialNews news() {
        return news;
    }

    /** What is in the wallet may be seen by those whom this participant asks for something. */
    @Provider
    public ShownScopes shownScopes() {
        return () -> wallet.types().stream()
                .flatMap(type -> ScopeForm.of(type).stream())
                .limit(MOST_SHOWN)
                .toList();
    }

    /** What partners see when this participant refreshes. */
    @Provider
    public RefreshProof ownRefreshProof(ServiceExtensionContext context) {
        return new OwnRefreshProof(IdentitySettings.read(context.getConfig()).did(), ownTokens());
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        settings = IdentitySettings.read(context.getConfig());
        hubKeys = new HubKeys(settings.did(), keys);
        URI service = URI.create(settings.credentialService() + "/v1/participants/"
                + Base64.getUrlEncoder().encodeToString(settings.did().id().getBytes(StandardCharsets.UTF_8)));
        web.registerResource(CONTEXT, new DidDocumentResource(() -> document(service)));
        web.registerResource(CONTEXT, new RefusedQueries());
        wallet = new Wallet(
                settings.did(),
                new CredentialFolder(settings.dataDirectory().resolve(CREDENTIALS)),
                new Wallet.Hub(participants, accounts, credentials, transformers),
                new CredentialCheck(
                        settings.did(),
                        jwt -> signatures.validate(jwt, publicKeys).mapEmpty(),
                        transformers,
                        clock));
        web.registerResource(ApiContext.MANAGEMENT, new CredentialsResource(wallet, news));
        web.registerResource(ApiContext.MANAGEMENT, new KeysResource(settings.did(), ring, this::followKeys, clock));
    }

    private String document(URI service) {
        return new DidDocument(settings.did(), ring.ring().shown(clock.instant()), Map.of("CredentialService", service))
                .toJson();
    }

    private void followKeys() {
        hubKeys.follow(ring::ring, clock);
    }

    /** Whatever goes wrong is logged: the keys go on changing. */
    private void lookAtKeys() {
        try {
            ring.refresh();
            followKeys();
        } catch (RuntimeException e) {
            LOG.warn("the wallet does not follow the keys of this participant", e);
        }
    }

    @Override
    public void start() {
        wallet.open(ring.ring().signing(clock.instant()));
        followKeys();
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "mqtt-identity-keys");
            thread.setDaemon(true);
            return thread;
        });
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(this::lookAtKeys, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void shutdown() {
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
