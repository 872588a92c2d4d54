package dev.mqttdsp.identity.wallet;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.edc.iam.decentralizedclaims.spi.SecureTokenService;
import org.eclipse.edc.identityhub.spi.authentication.ParticipantSecureTokenService;
import org.eclipse.edc.spi.iam.TokenRepresentation;
import org.eclipse.edc.spi.result.Result;

/** Gives the connector the self-issued tokens that the wallet beside it makes. */
final class OwnTokens implements SecureTokenService {
    private final ParticipantSecureTokenService wallet;

    OwnTokens(ParticipantSecureTokenService wallet) {
        this.wallet = wallet;
    }

    @Override
    public Result<TokenRepresentation> createToken(String participant, Map<String, Object> claims, String scope) {
        Map<String, String> texts = new HashMap<>();
        claims.forEach((name, value) -> {
            if (isText(name)) {
                texts.put(name, value.toString());
            }
        });
        return wallet.createToken(participant, texts, scope);
    }

    /** When a token begins and ends is the wallet's to say. */
    private static boolean isText(String claim) {
        return !claim.equals("iat") && !claim.equals("exp") && !claim.equals("nbf");
    }
}
