package dev.mqttdsp.app.runtime;

import java.util.List;
import java.util.function.Predicate;
import org.eclipse.edc.boot.system.ServiceLocator;
import org.eclipse.edc.boot.system.ServiceLocatorImpl;
import org.eclipse.edc.spi.system.ServiceExtension;

/**
 * Of the two vaults on the class path, the secrets of this machine and EDC's client of HashiCorp Vault, the one that the
 * configuration asks for: EDC starts every extension that it finds, and each of them would be the vault.
 */
final class OneVault implements ServiceLocator {
    private static final String HASHICORP = "org.eclipse.edc.vault.hashicorp.";

    private final ServiceLocator all = new ServiceLocatorImpl();
    private final Predicate<Object> wanted;

    OneVault(ConnectorConfig config) {
        wanted = config.usesHashicorpVault()
                ? service -> !(service instanceof VaultExtension)
                : service -> !service.getClass().getName().startsWith(HASHICORP);
    }

    @Override
    public <T> List<T> loadImplementors(Class<T> type, boolean required) {
        List<T> found = all.loadImplementors(type, required);
        return type == ServiceExtension.class ? found.stream().filter(wanted).toList() : found;
    }

    @Override
    public <T> T loadSingletonImplementor(Class<T> type, boolean required) {
        return all.loadSingletonImplementor(type, required);
    }
}
