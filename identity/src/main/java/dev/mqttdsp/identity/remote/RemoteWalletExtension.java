package dev.mqttdsp.identity.remote;

import dev.mqttdsp.core.did.RefreshProof;
import dev.mqttdsp.core.outbound.GuardedHttp;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import dev.mqttdsp.core.outbound.UrlGuard;
import dev.mqttdsp.identity.BoundedThreads;
import dev.mqttdsp.identity.IdentitySettings;
import dev.mqttdsp.identity.OwnRefreshProof;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.eclipse.edc.iam.decentralizedclaims.spi.SecureTokenService;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provider;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.security.Vault;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.spi.system.configuration.Config;
import org.eclipse.edc.web.spi.WebService;
import org.eclipse.edc.web.spi.configuration.ApiContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A wallet that somebody else runs: this connector has tokens made there, and no key and no credentials of its own. */
public final class RemoteWalletExtension implements ServiceExtension {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteWalletExtension.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OUTGOING = 8;

    @Inject
    private Vault vault;

    @Inject
    private WebService web;

    @Inject
    private Clock clock;

    private Optional<ExecutorService> outgoing = Optional.empty();
    private Optional<SecureTokenService> tokens = Optional.empty();

    @Override
    public String name() {
        return "MQTT over DSP: wallet elsewhere";
    }

    /** Tokens for what this connector says to others. */
    @Provider
    public SecureTokenService tokens(ServiceExtensionContext context) {
        if (tokens.isEmpty()) {
            tokens = Optional.of(open(context.getConfig()));
        }
        return tokens.get();
    }

    /** What partners see when this participant refreshes. */
    @Provider
    public RefreshProof refreshProof(ServiceExtensionContext context) {
        return new OwnRefreshProof(IdentitySettings.read(context.getConfig()).did(), tokens(context));
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        StsSettings settings = StsSettings.read(context.getConfig());
        settings.secret(vault).orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
        web.registerResource(ApiContext.MANAGEMENT, new WalletElsewhereResource());
        LOG.info("the wallet of this participant is elsewhere: tokens come from {}", settings.shownUrl());
    }

    private SecureTokenService open(Config config) {
        ExecutorService executor = BoundedThreads.of("mqtt-sts", OUTGOING);
        outgoing = Optional.of(executor);
        return new StsTokens(
                StsSettings.read(config),
                IdentitySettings.read(config).did(),
                vault,
                new GuardedHttp(
                        new UrlGuard(StsSettings.RULES),
                        new TrustedAuthorities(IdentitySettings.authorities(config), LOG::warn),
                        PATIENCE,
                        executor),
                clock);
    }

    @Override
    public void shutdown() {
        outgoing.ifPresent(ExecutorService::shutdownNow);
    }
}
