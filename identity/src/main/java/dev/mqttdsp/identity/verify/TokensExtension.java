package dev.mqttdsp.identity.verify;

import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provides;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.token.spi.TokenValidationService;

/** Has everybody who validates tokens look closer. */
@Provides(TokenValidationService.class)
public final class TokensExtension implements ServiceExtension {
    @Inject
    private TokenValidationService tokens;

    @Override
    public String name() {
        return "MQTT over DSP: tokens of participants";
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        context.registerService(TokenValidationService.class, new StrictTokens(tokens));
    }
}
