package dev.mqttdsp.identity.remote;

import java.util.Optional;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.spi.security.Vault;

/** A vault with one secret at most, which a test changes. */
final class OneSecret implements Vault {
    static final String ALIAS = "sts-secret";

    private Optional<String> secret = Optional.empty();

    OneSecret is(String value) {
        secret = Optional.of(value);
        return this;
    }

    @Override
    public String resolveSecret(String key) {
        return key.equals(ALIAS) ? secret.orElse(null) : null;
    }

    @Override
    public Result<Void> storeSecret(String key, String value) {
        return Result.failure("nobody stores anything here");
    }

    @Override
    public Result<Void> deleteSecret(String key) {
        return Result.failure("nobody deletes anything here");
    }
}
