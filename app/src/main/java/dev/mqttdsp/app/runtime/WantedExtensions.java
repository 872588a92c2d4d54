package dev.mqttdsp.app.runtime;

import java.util.List;
import org.eclipse.edc.boot.system.ServiceLocator;
import org.eclipse.edc.boot.system.ServiceLocatorImpl;
import org.eclipse.edc.spi.system.ServiceExtension;

/**
 * Of the parts on the class path that exclude each other those that the configuration asks for: EDC starts every extension
 * that it finds. There are two vaults, the secrets of this machine and EDC's client of HashiCorp Vault; two identities, one
 * that is proved and one that is merely said; and of the one that is proved two wallets, one inside and one elsewhere.
 */
final class WantedExtensions implements ServiceLocator {
    private static final String HASHICORP = "org.eclipse.edc.vault.hashicorp.";
    private static final String MOCK = "org.eclipse.edc.iam.mock.";
    private static final List<String> PROVED = List.of(
            "dev.mqttdsp.identity.",
            "org.eclipse.edc.iam.decentralizedclaims.",
            "org.eclipse.edc.iam.did.",
            "org.eclipse.edc.iam.verifiablecredentials.",
            "org.eclipse.edc.identityhub.");
    private static final String ELSEWHERE = "dev.mqttdsp.identity.remote.";
    private static final List<String> INSIDE = List.of(
            "dev.mqttdsp.identity.wallet.",
            "org.eclipse.edc.iam.decentralizedclaims.sts.",
            "org.eclipse.edc.identityhub.");

    private final ServiceLocator all = new ServiceLocatorImpl();
    private final boolean hashicorp;
    private final boolean proved;
    private final boolean elsewhere;

    WantedExtensions(ConnectorConfig config) {
        hashicorp = config.usesHashicorpVault();
        proved = config.provesIdentity();
        elsewhere = config.hasWalletElsewhere();
    }

    @Override
    public <T> List<T> loadImplementors(Class<T> type, boolean required) {
        List<T> found = all.loadImplementors(type, required);
        return type == ServiceExtension.class
                ? found.stream().filter(this::isWanted).toList()
                : found;
    }

    @Override
    public <T> T loadSingletonImplementor(Class<T> type, boolean required) {
        return all.loadSingletonImplementor(type, required);
    }

    private boolean isWanted(Object extension) {
        String name = extension.getClass().getName();
        if (extension instanceof VaultExtension) {
            return !hashicorp;
        }
        if (name.startsWith(HASHICORP)) {
            return hashicorp;
        }
        if (name.startsWith(MOCK)) {
            return !proved;
        }
        if (name.startsWith(ELSEWHERE)) {
            return elsewhere;
        }
        if (elsewhere && INSIDE.stream().anyMatch(name::startsWith)) {
            return false;
        }
        return proved || PROVED.stream().noneMatch(name::startsWith);
    }
}
