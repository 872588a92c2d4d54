package dev.mqttdsp.identity.wallet;

import dev.mqttdsp.identity.IdentitySettings;
import java.time.Clock;
import org.eclipse.edc.identityhub.spi.transformation.ScopeToCriterionTransformer;
import org.eclipse.edc.jwt.signer.spi.JwsSignerProvider;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provider;
import org.eclipse.edc.spi.security.Vault;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;

/** What IdentityHub asks for while it is put together. */
public final class WalletDefaults implements ServiceExtension {
    @Inject
    private Vault vault;

    @Inject
    private Clock clock;

    private WalletKeys keys;

    @Override
    public String name() {
        return "MQTT over DSP: what the wallet is made of";
    }

    /** The participant's keys. */
    @Provider
    public WalletKeys keys(ServiceExtensionContext context) {
        if (keys == null) {
            keys = new WalletKeys(IdentitySettings.read(context.getConfig()), vault, clock);
        }
        return keys;
    }

    /** Signs with them. */
    @Provider
    public JwsSignerProvider ownSigner(ServiceExtensionContext context) {
        return new OwnSigner(keys(context));
    }

    /** Reads scopes. */
    @Provider
    public ScopeToCriterionTransformer ownScopes() {
        return new OwnScopes();
    }
}
