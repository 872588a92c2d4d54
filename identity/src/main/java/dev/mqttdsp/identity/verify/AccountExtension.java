package dev.mqttdsp.identity.verify;

import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provides;
import org.eclipse.edc.spi.iam.IdentityService;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;

/** Has the log say who was refused, and why. */
@Provides(IdentityService.class)
public final class AccountExtension implements ServiceExtension {
    @Inject
    private IdentityService identity;

    @Override
    public String name() {
        return "MQTT over DSP: who was refused";
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        context.registerService(IdentityService.class, new AccountedIdentity(identity));
    }
}
