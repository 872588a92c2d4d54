package dev.mqttdsp.gateway;

import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.Admissions;
import dev.mqttdsp.core.grant.GrantView;
import dev.mqttdsp.core.grant.Refreshing;
import java.util.function.Supplier;

/**
 * Whom a gateway asks about access, and whom it tells.
 *
 * @param admissions judges the credentials of clients
 * @param tokens who exchanges refresh tokens
 * @param grants tells when a grant changes
 * @param brokers the entries of the configuration, for sessions that were left at brokers before a restart
 * @param events is told who comes, who is refused and who goes
 * @param jwks the public keys of the tokens as a JWKS document, asked for at every request
 */
public record Access(
        Admissions admissions,
        Tokens tokens,
        GrantView grants,
        Brokers brokers,
        AccessEvents events,
        Supplier<String> jwks) {

    /** Where refresh tokens are exchanged in this process. */
    public Access(
            Admissions admissions,
            Refreshing refreshing,
            GrantView grants,
            Brokers brokers,
            AccessEvents events,
            Supplier<String> jwks) {
        this(admissions, new Tokens.Exchanged(refreshing), grants, brokers, events, jwks);
    }
}
