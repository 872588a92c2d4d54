package dev.mqttdsp.tck.dcp.wallet;

import org.eclipse.edc.iam.decentralizedclaims.spi.SecureTokenService;
import org.eclipse.edc.identityhub.spi.verifiablecredentials.store.CredentialStore;
import org.eclipse.edc.runtime.metamodel.annotation.Extension;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.transform.spi.TypeTransformerRegistry;
import org.eclipse.edc.web.spi.WebService;

/** Makes a connector one that the TCK for DCP can test. */
@Extension(WalletTckExtension.NAME)
public final class WalletTckExtension implements ServiceExtension {
    static final String NAME = "TCK: wallet under test";

    private static final String CREDENTIAL_SERVICE = "credentials";

    @Inject
    private SecureTokenService tokens;

    @Inject
    private CredentialStore credentials;

    @Inject
    private TypeTransformerRegistry transformers;

    @Inject
    private WebService web;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        String did = context.getConfig().getString("edc.participant.id");
        web.registerResource(new TokenResource(did, tokens));
        web.registerResource(CREDENTIAL_SERVICE, new StorageResource(did, credentials, transformers));
    }
}
