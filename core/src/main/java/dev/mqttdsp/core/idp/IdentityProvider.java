package dev.mqttdsp.core.idp;

import dev.mqttdsp.core.address.CredentialSource;
import java.util.concurrent.CompletionStage;

/** Issues tokens to this connector. */
public interface IdentityProvider {

    /**
     * Asks for a token, once.
     *
     * @param source where, as whom and for what
     * @param secret the client's
     * @return completes without an exception, in a few seconds, on any thread
     */
    CompletionStage<IdpAnswer> token(CredentialSource.IssuedToken source, String secret);
}
