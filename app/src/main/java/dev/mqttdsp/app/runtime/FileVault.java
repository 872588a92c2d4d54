package dev.mqttdsp.app.runtime;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.app.secret.SecretFile;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.spi.security.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * EDC's view of the secrets: what the operator set is read from the file at each use; what the connector itself stores,
 * such as the data addresses that partners gave it, lives as long as its process, like its other stores.
 */
final class FileVault implements Vault {
    private static final Logger LOG = LoggerFactory.getLogger(FileVault.class);

    private final SecretFile file;
    private final Map<String, String> ofThisProcess = new ConcurrentHashMap<>();

    FileVault(SecretFile file) {
        this.file = file;
    }

    @Override
    public String resolveSecret(String key) {
        String own = ofThisProcess.get(key);
        if (own != null) {
            return own;
        }
        try {
            return file.get(key).orElse(null);
        } catch (FailedException e) {
            LOG.error("secret {}: {}", key, e.getMessage());
            return null;
        }
    }

    @Override
    public Result<Void> storeSecret(String key, String value) {
        ofThisProcess.put(key, value);
        return Result.success();
    }

    @Override
    public Result<Void> deleteSecret(String key) {
        ofThisProcess.remove(key);
        return Result.success();
    }
}
