package dev.mqttdsp.core.idp;

import dev.mqttdsp.core.token.IssuedToken;

/** What came of asking an identity provider for a token. */
public sealed interface IdpAnswer {

    /**
     * There is one.
     *
     * @param token the token, a JWT or not; the id is its {@code jti}, or stands for it in the log
     */
    record Issued(IssuedToken token) implements IdpAnswer {}

    /**
     * There is none.
     *
     * @param failure why
     * @param detail for the operator's eyes, to be read after the name of the identity provider; without any secret
     */
    record Failed(IdpFailure failure, String detail) implements IdpAnswer {}
}
