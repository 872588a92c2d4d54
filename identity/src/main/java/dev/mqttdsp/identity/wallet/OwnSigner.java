package dev.mqttdsp.identity.wallet;

import com.nimbusds.jose.JWSSigner;
import dev.mqttdsp.core.token.SigningKey;
import org.eclipse.edc.jwt.signer.spi.JwsSignerProvider;
import org.eclipse.edc.spi.result.Result;

/** Signs with this participant's keys, which no vault has to give away for that. */
final class OwnSigner implements JwsSignerProvider {
    private final WalletKeys keys;

    OwnSigner(WalletKeys keys) {
        this.keys = keys;
    }

    @Override
    @Deprecated // by EDC, in favour of the other one, but it has to be there
    public Result<JWSSigner> createJwsSigner(String keyId) {
        return keys.find(keyId)
                .map(SigningKey::signer)
                .map(Result::success)
                .orElseGet(() -> Result.failure("this participant has no key '%s'".formatted(keyId)));
    }

    @Override
    public Result<JWSSigner> createJwsSigner(String participant, String keyId) {
        return createJwsSigner(keyId);
    }
}
