package dev.mqttdsp.identity;

import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.did.RefreshProof;
import java.util.Map;
import java.util.Optional;
import org.eclipse.edc.iam.decentralizedclaims.spi.SecureTokenService;
import org.eclipse.edc.spi.iam.TokenRepresentation;
import org.eclipse.edc.spi.result.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the wallet of this participant, wherever it is, sign that this participant refreshes. */
public final class OwnRefreshProof implements RefreshProof {
    private static final Logger LOG = LoggerFactory.getLogger(OwnRefreshProof.class);

    private final DidWeb did;
    private final SecureTokenService tokens;

    /**
     * @param tokens makes what this participant says of itself
     */
    public OwnRefreshProof(DidWeb did, SecureTokenService tokens) {
        this.did = did;
        this.tokens = tokens;
    }

    @Override
    public Optional<String> bearer(String audience, String accessToken) {
        Result<TokenRepresentation> token = tokens.createToken(
                did.id(), Map.of("iss", did.id(), "sub", did.id(), "aud", audience, "token", accessToken), null);
        if (token.failed()) {
            LOG.warn("no proof for {}: {}", audience, token.getFailureDetail());
            return Optional.empty();
        }
        return Optional.of(token.getContent().getToken());
    }
}
