package dev.mqttdsp.identityhub;

import java.util.List;
import org.eclipse.edc.identityhub.spi.authentication.ServicePrincipal;
import org.eclipse.edc.identityhub.spi.participantcontext.ParticipantContextService;
import org.eclipse.edc.identityhub.spi.participantcontext.model.ParticipantContext;
import org.eclipse.edc.identityhub.spi.participantcontext.model.ParticipantManifest;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.security.Vault;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;

/**
 * Makes the account that may make others, with a key that a test has chosen: the BOM brings none, and the Identity API lets
 * nobody in who has none.
 */
public final class FirstAccountExtension implements ServiceExtension {
    private static final String NAME = "admin";
    private static final String KEY = "test.hub.admin.key";

    @Inject
    private ParticipantContextService participants;

    @Inject
    private Vault vault;

    private String key;

    @Override
    public void initialize(ServiceExtensionContext context) {
        key = context.getConfig().getString(KEY);
    }

    @Override
    public void start() {
        participants
                .createParticipantContext(ParticipantManifest.Builder.newInstance()
                        .participantContextId(NAME)
                        .did("did:web:" + NAME)
                        .roles(List.of(ServicePrincipal.ROLE_ADMIN))
                        .build())
                .orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
        ParticipantContext admin = participants
                .getParticipantContext(NAME)
                .orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
        vault.storeSecret(NAME, admin.getApiTokenAlias(), key)
                .orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
    }
}
