package dev.mqttdsp.identity.wallet;

import dev.mqttdsp.identity.IdentitySettings;
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

    @Override
    public String name() {
        return "MQTT over DSP: what the wallet is made of";
    }

    /** Signs with the participant's key. */
    @Provider
    public JwsSignerProvider ownSigner(ServiceExtensionContext context) {
        return new OwnSigner(WalletKeys.read(IdentitySettings.read(context.getConfig()), vault));
    }

    /** Reads scopes. */
    @Provider
    public ScopeToCriterionTransformer ownScopes() {
        return new OwnScopes();
    }
}
