package dev.mqttdsp.identity.verify;

import java.util.Map;
import org.eclipse.edc.iam.verifiablecredentials.spi.RevocationListService;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.RevocationServiceRegistry;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.result.Result;

/**
 * What status lists say.
 *
 * @param byType of the credential; with {@code throws} among them nothing can be had
 */
record Statuses(Map<String, Result<String>> byType) implements RevocationServiceRegistry {
    @Override
    public void addService(String type, RevocationListService service) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Result<Void> checkValidity(VerifiableCredential credential) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Result<String> getRevocationStatus(VerifiableCredential credential) {
        if (byType.containsKey("throws")) {
            throw new EdcException("no route");
        }
        return byType.getOrDefault(credential.getType().get(1), Result.success(null));
    }
}
