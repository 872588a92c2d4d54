package dev.mqttdsp.identity.wallet;

import com.nimbusds.jose.JWSSigner;
import dev.mqttdsp.core.token.SigningKey;
import org.eclipse.edc.jwt.signer.spi.JwsSignerProvider;
import org.eclipse.edc.spi.result.Result;

/** Signs with this participant's key, which no vault has to give away for that. */
final class OwnSigner implements JwsSignerProvider {
    private final SigningKey key;

    OwnSigner(SigningKey key) {
        this.key = key;
    }

    @Override
    @Deprecated // by EDC, in favour of the other one, but it has to be there
    public Result<JWSSigner> createJwsSigner(String keyId) {
        return keyId.equals(key.id())
                ? Result.success(key.signer())
                : Result.failure("this participant has no key '%s'".formatted(keyId));
    }

    @Override
    public Result<JWSSigner> createJwsSigner(String participant, String keyId) {
        return createJwsSigner(keyId);
    }
}
