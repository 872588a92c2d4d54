package dev.mqttdsp.core.replica;

import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.grant.AccessRights;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.Refreshes;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A grant as the feed tells of it.
 *
 * @param flowId the data flow
 * @param consumer participant id of who has the access
 * @param agreementId the contract agreement
 * @param assetId the asset
 * @param brokerName the broker's entry; its URL where there is none
 * @param brokerUrl as the connector knows it, never with a login
 * @param rights what it allows
 * @param credential what its consumer logs in with: a token signed for it, or a password made for it
 * @param passwordHash SHA-256 of the password, in hexadecimal digits; empty for a token
 * @param state whether it is open
 * @param epoch what was given out in an earlier one is dead
 * @param sessionEpoch what clients left at the broker in an earlier one is to be removed
 * @param accessUntil until when a refresh has extended the access; {@link Instant#MIN} where none has
 * @param contractEnd after this instant it allows nothing; {@link Instant#MAX} where there is no end
 * @param barred whether all access of its consumer is barred
 */
record ToldGrant(
        String flowId,
        String consumer,
        String agreementId,
        String assetId,
        String brokerName,
        URI brokerUrl,
        AccessRights rights,
        CredentialSource credential,
        Optional<String> passwordHash,
        Grant.State state,
        long epoch,
        long sessionEpoch,
        Instant accessUntil,
        Instant contractEnd,
        boolean barred) {

    /** What is to be told of that grant. */
    static ToldGrant of(Grant grant, Optional<String> passwordHash, boolean barred) {
        return new ToldGrant(
                grant.flowId(),
                grant.consumer(),
                grant.agreementId(),
                grant.assetId(),
                grant.broker().name(),
                grant.broker().url(),
                grant.rights(),
                grant.credential(),
                passwordHash,
                grant.state(),
                grant.epoch(),
                grant.sessionEpoch(),
                grant.refreshes().accessUntil(),
                grant.contractEnd(),
                barred);
    }

    /**
     * The grant of which this tells.
     *
     * @param provider participant id of the provider
     * @param broker the broker as this process reaches it
     * @param heardAt when this was told
     */
    Grant toGrant(String provider, Broker broker, Instant heardAt) {
        return new Grant(
                flowId,
                provider,
                consumer,
                agreementId,
                assetId,
                broker,
                rights,
                credential,
                contractEnd,
                state,
                epoch,
                sessionEpoch,
                Refreshes.extending(accessUntil),
                Optional.empty(),
                heardAt);
    }

    /** Whether a gateway ever admits anybody by such a grant; what an identity provider or a broker issued is not ours. */
    static boolean matters(Grant grant) {
        return grant.credential() instanceof CredentialSource.SignedToken
                || grant.credential() instanceof CredentialSource.MadePassword;
    }
}
