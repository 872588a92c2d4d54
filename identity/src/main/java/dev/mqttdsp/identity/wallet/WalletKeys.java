package dev.mqttdsp.identity.wallet;

import dev.mqttdsp.core.token.SigningKey;
import dev.mqttdsp.core.token.SigningKeyFile;
import dev.mqttdsp.identity.IdentitySettings;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.security.Vault;

/** Finds the key that signs for this participant. */
final class WalletKeys {
    private static final String FILE = "identity-key.jwk";

    private WalletKeys() {}

    /**
     * The key of the vault where the settings name one, else that of the data directory, made there once.
     *
     * @throws EdcException when it cannot be had; the message names the key of the configuration
     */
    static SigningKey read(IdentitySettings settings, Vault vault) {
        return settings.keyAlias()
                .map(alias -> inVault(alias, vault))
                .orElseGet(() -> inDirectory(settings.dataDirectory().resolve(FILE)));
    }

    private static SigningKey inVault(String alias, Vault vault) {
        String jwk = vault.resolveSecret(alias);
        if (jwk == null) {
            throw new EdcException(IdentitySettings.KEY_ALIAS + ": found '" + alias
                    + "', under which the vault has nothing; accepted: the alias of a private P-256 JWK");
        }
        try {
            return SigningKey.ofJwk(jwk);
        } catch (IllegalArgumentException e) {
            throw new EdcException(IdentitySettings.KEY_ALIAS + ": found '" + alias + "': " + e.getMessage(), e);
        }
    }

    private static SigningKey inDirectory(Path file) {
        try {
            return SigningKeyFile.at(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new EdcException("the key of this participant cannot be kept in " + file + ": " + e.getMessage(), e);
        }
    }
}
