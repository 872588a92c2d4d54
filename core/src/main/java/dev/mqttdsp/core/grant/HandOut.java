package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.Authentication;
import dev.mqttdsp.core.address.ConsumerAddress;
import dev.mqttdsp.core.address.ConsumerCredential;
import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.address.Route;
import dev.mqttdsp.core.token.GrantPasswords;
import dev.mqttdsp.core.token.IssuedToken;
import dev.mqttdsp.core.token.IssuedTokens;
import dev.mqttdsp.core.token.RefreshToken;
import dev.mqttdsp.core.token.RefreshTokens;
import dev.mqttdsp.core.token.SigningKey;
import dev.mqttdsp.core.token.TokenIssuer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives consumers what belongs to their grant.
 *
 * @param issuer signs access tokens
 * @param refreshTokens writes refresh tokens
 * @param passwords knows the passwords of grants
 * @param endpoints what consumers connect to
 * @param tokenLife how long an access token lives at most, whole seconds
 */
public record HandOut(
        TokenIssuer issuer,
        RefreshTokens refreshTokens,
        GrantPasswords passwords,
        PublicEndpoints endpoints,
        Duration tokenLife) {
    private static final Logger LOG = LoggerFactory.getLogger(HandOut.class);

    /**
     * With everything that is made from one signing key.
     *
     * @param issued remembers access tokens
     */
    public static HandOut of(
            SigningKey key, IssuedTokens issued, PublicEndpoints endpoints, Duration tokenLife, Clock clock) {
        return new HandOut(
                new TokenIssuer(key, issued, clock),
                new RefreshTokens(key),
                new GrantPasswords(key),
                endpoints,
                tokenLife);
    }

    /** How long a token given out now lives: whole seconds, never past the contract; zero when that is over. */
    Duration life(Instant contractEnd, Instant now) {
        long seconds = Math.min(tokenLife.toSeconds(), contractEnd.getEpochSecond() - now.getEpochSecond());
        return Duration.ofSeconds(Math.max(0, seconds));
    }

    /** The data address for an open grant. */
    ConsumerAddress address(Grant grant, MqttAddress address, Instant now) {
        URI url = address.route() == Route.DIRECT ? address.broker().url() : endpoints.of(address.endpointType());
        ConsumerCredential credential =
                grant.authentication() == Authentication.USRPW ? login(grant) : firstToken(grant, now);
        LOG.info(
                "flow {}: access to {} of asset {} for {} under agreement {}, {}",
                grant.flowId(),
                grant.rights().topics(),
                grant.assetId(),
                grant.consumer(),
                grant.agreementId(),
                credential);
        return new ConsumerAddress(
                url, address.endpointType(), credential, grant.rights().topics());
    }

    /** What follows a refresh; the grant is as the refresh has left it. */
    RefreshOutcome.Refreshed refreshed(Grant grant, Instant now) {
        Duration life = life(grant.contractEnd(), now);
        IssuedToken token = issuer.issue(grant.tokenContent(), now.plus(life));
        LOG.info("flow {}: refreshed, token {} for {} s", grant.flowId(), token.id(), life.toSeconds());
        return new RefreshOutcome.Refreshed(token, refreshToken(grant), life);
    }

    private ConsumerCredential firstToken(Grant grant, Instant now) {
        Duration life = life(grant.contractEnd(), now);
        return new ConsumerCredential.Token(
                issuer.issue(grant.tokenContent(), now.plus(life)),
                life,
                refreshToken(grant),
                endpoints.token(),
                grant.provider());
    }

    private ConsumerCredential login(Grant grant) {
        return new ConsumerCredential.Login(grant.flowId(), passwords.of(grant.flowId(), grant.epoch()));
    }

    private String refreshToken(Grant grant) {
        return refreshTokens.write(new RefreshToken(
                grant.flowId(),
                grant.epoch(),
                grant.refreshes().generation(),
                grant.refreshes().attempt()));
    }
}
