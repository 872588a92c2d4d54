package dev.mqttdsp.app.runtime;

import dev.mqttdsp.app.FailedException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.eclipse.edc.boot.system.ServiceLocator;
import org.eclipse.edc.boot.system.ServiceLocatorImpl;
import org.eclipse.edc.runtime.metamodel.annotation.Provider;
import org.eclipse.edc.runtime.metamodel.annotation.Provides;
import org.eclipse.edc.spi.iam.IdentityService;
import org.eclipse.edc.spi.system.ServiceExtension;

/**
 * Of the parts on the class path that exclude each other those that the configuration asks for: EDC starts every extension
 * that it finds. There are two vaults, the secrets of this machine and EDC's client of HashiCorp Vault, and two wallets, one inside
 * and one elsewhere. Participants are DIDs and prove it, unless somebody has put an identity of another kind on the class path.
 */
final class WantedExtensions implements ServiceLocator {
    private static final String HASHICORP = "org.eclipse.edc.vault.hashicorp.";
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
    private final ConnectorConfig config;

    WantedExtensions(ConnectorConfig config) {
        this.config = config;
    }

    /**
     * @throws FailedException when nothing could tell participants apart
     */
    @Override
    public <T> List<T> loadImplementors(Class<T> type, boolean required) {
        List<T> found = all.loadImplementors(type, required);
        if (type != ServiceExtension.class) {
            return found;
        }
        if (!config.provesIdentity() && found.stream().noneMatch(WantedExtensions::isAnotherIdentity)) {
            throw new FailedException(config.notProvable());
        }
        return found.stream().filter(this::isWanted).toList();
    }

    @Override
    public <T> T loadSingletonImplementor(Class<T> type, boolean required) {
        return all.loadSingletonImplementor(type, required);
    }

    private boolean isWanted(Object extension) {
        if (extension instanceof VaultExtension) {
            return !config.usesHashicorpVault();
        }
        if (isOne(extension, List.of(HASHICORP))) {
            return config.usesHashicorpVault();
        }
        if (isAnotherIdentity(extension)) {
            return !config.provesIdentity();
        }
        if (isOne(extension, List.of(ELSEWHERE))) {
            return config.hasWalletElsewhere();
        }
        if (config.hasWalletElsewhere() && isOne(extension, INSIDE)) {
            return false;
        }
        return config.provesIdentity() || !isOne(extension, PROVED);
    }

    private static boolean isOne(Object extension, List<String> names) {
        return names.stream().anyMatch(extension.getClass().getName()::startsWith);
    }

    /** Whether it tells participants apart, by other means than DIDs. */
    private static boolean isAnotherIdentity(Object extension) {
        return !isOne(extension, PROVED) && providesIdentity(extension.getClass());
    }

    private static boolean providesIdentity(Class<?> extension) {
        Provides provides = extension.getAnnotation(Provides.class);
        return (provides != null && List.of(provides.value()).contains(IdentityService.class))
                || Arrays.stream(extension.getMethods())
                        .filter(method -> method.isAnnotationPresent(Provider.class))
                        .map(Method::getReturnType)
                        .anyMatch(IdentityService.class::equals);
    }
}
