package dev.mqttdsp.app.runtime;

import org.eclipse.edc.spi.system.ConfigurationExtension;
import org.eclipse.edc.spi.system.configuration.Config;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;

/**
 * Hands the configuration to EDC, which makes its extensions itself and asks them for it: hence the one static field of
 * this project, set before the one connector of this process boots.
 */
public final class ConfigurationSource implements ConfigurationExtension {
    private static volatile Config config = ConfigFactory.empty();

    static void use(ConnectorConfig connector) {
        config = connector.toEdc();
    }

    @Override
    public Config getConfig() {
        return config;
    }
}
