package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.ConsumerAddress;
import dev.mqttdsp.core.address.ConsumerCredential;
import dev.mqttdsp.core.address.CredentialSource;
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
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Gives consumers what belongs to their grant.
 *
 * @param issuer signs access tokens
 * @param refreshTokens writes refresh tokens
 * @param passwords knows the passwords of grants
 * @param fetched has the tokens of identity providers
 * @param vault gives the secret under an alias; null where there is none
 * @param endpoints what consumers connect to
 * @param tokenLife how long an access token lives at most, whole seconds
 */
public record HandOut(
        TokenIssuer issuer,
        RefreshTokens refreshTokens,
        GrantPasswords passwords,
        FetchedTokens fetched,
        UnaryOperator<String> vault,
        PublicEndpoints endpoints,
        Duration tokenLife) {

    /**
     * With everything that is made from one signing key.
     *
     * @param issued remembers access tokens
     * @param fetched has the tokens of identity providers
     * @param vault gives the secret under an alias; null where there is none
     */
    public static HandOut of(
            SigningKey key,
            IssuedTokens issued,
            FetchedTokens fetched,
            UnaryOperator<String> vault,
            PublicEndpoints endpoints,
            Duration tokenLife,
            Clock clock) {
        return new HandOut(
                new TokenIssuer(key, issued, clock),
                new RefreshTokens(key),
                new GrantPasswords(key),
                fetched,
                vault,
                endpoints,
                tokenLife);
    }

    /** How long a token given out now lives: whole seconds, never past the contract; zero when that is over. */
    Duration life(Instant contractEnd, Instant now) {
        long seconds = Math.min(tokenLife.toSeconds(), contractEnd.getEpochSecond() - now.getEpochSecond());
        return Duration.ofSeconds(Math.max(0, seconds));
    }

    /** What comes of handing out the data address for an open grant. */
    StartOutcome handOut(Grant grant, MqttAddress address, Instant now) {
        if (grant.credential() instanceof CredentialSource.IssuedToken) {
            FetchedTokens.Standing standing = fetched.standing(grant);
            if (standing instanceof FetchedTokens.Standing.Ready ready) {
                return started(grant, address, token(grant, ready.token(), now));
            }
            return standing instanceof FetchedTokens.Standing.None none
                    ? new StartOutcome.NoToken(none.why())
                    : new StartOutcome.Pending(((FetchedTokens.Standing.Pending) standing).before());
        }
        return credential(grant, now)
                .map(credential -> started(grant, address, credential))
                .orElseGet(() -> new StartOutcome.Refused(StartOutcome.Reason.SECRET_MISSING));
    }

    private StartOutcome started(Grant grant, MqttAddress address, ConsumerCredential credential) {
        boolean direct = address.route() == Route.DIRECT;
        URI url = direct ? address.broker().url() : endpoints.of(address.endpointType());
        return new StartOutcome.Started(new ConsumerAddress(
                url, address.endpointType(), credential, grant.rights().topics()));
    }

    private Optional<ConsumerCredential> credential(Grant grant, Instant now) {
        CredentialSource source = grant.credential();
        if (source instanceof CredentialSource.BrokersLogin login) {
            return Optional.ofNullable(vault.apply(login.passwordAlias()))
                    .map(password -> new ConsumerCredential.Login(login.user(), password));
        }
        return Optional.of(
                source instanceof CredentialSource.MadePassword
                        ? madePassword(grant)
                        : token(grant, signed(grant, now), now));
    }

    /**
     * What follows a refresh; the grant is as the refresh has left it.
     *
     * @param issued the token of the grant's identity provider; empty where it has none
     */
    RefreshOutcome.Refreshed refreshed(Grant grant, Optional<IssuedToken> issued, Instant now) {
        IssuedToken token = issued.orElseGet(() -> signed(grant, now));
        return new RefreshOutcome.Refreshed(token, refreshToken(grant), lifeOf(token, now));
    }

    private IssuedToken signed(Grant grant, Instant now) {
        return issuer.issue(grant.tokenContent(), now.plus(life(grant.contractEnd(), now)));
    }

    private ConsumerCredential token(Grant grant, IssuedToken token, Instant now) {
        return new ConsumerCredential.Token(
                token, lifeOf(token, now), refreshToken(grant), endpoints.token(), grant.provider());
    }

    /** Whole seconds of its clock: what is left of the present one counts as well. */
    private static Duration lifeOf(IssuedToken token, Instant now) {
        return Duration.ofSeconds(token.expiresAt().getEpochSecond() - now.getEpochSecond());
    }

    private ConsumerCredential madePassword(Grant grant) {
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
