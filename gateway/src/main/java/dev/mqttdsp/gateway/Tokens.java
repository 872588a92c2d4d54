package dev.mqttdsp.gateway;

import dev.mqttdsp.core.grant.Refreshing;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import java.net.URI;

/** Where what is asked of the token endpoint is answered. */
public sealed interface Tokens {

    /**
     * In this process.
     *
     * @param refreshing exchanges refresh tokens
     */
    record Exchanged(Refreshing refreshing) implements Tokens {}

    /**
     * At another token endpoint, to which requests are passed on.
     *
     * @param endpoint its URL, {@code https}
     * @param trust who may vouch for it
     */
    record Forwarded(URI endpoint, TrustedAuthorities trust) implements Tokens {}
}
