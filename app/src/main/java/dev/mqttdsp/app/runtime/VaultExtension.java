package dev.mqttdsp.app.runtime;

import dev.mqttdsp.app.secret.Secrets;
import java.nio.file.Path;
import org.eclipse.edc.runtime.metamodel.annotation.Provider;
import org.eclipse.edc.spi.security.Vault;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;

/** Gives the connector the secrets of its data directory as its vault. */
public final class VaultExtension implements ServiceExtension {

    @Override
    public String name() {
        return "MQTT over DSP: secrets of this machine";
    }

    /** Not a default: EDC's own default is a vault in memory, and of two defaults either may win. */
    @Provider
    public Vault vault(ServiceExtensionContext context) {
        return new FileVault(Secrets.in(
                Path.of(context.getConfig().getString(ConfigFile.DATA_DIR, ConfigFile.DATA_DIR_DEFAULT)),
                System.getenv()));
    }
}
