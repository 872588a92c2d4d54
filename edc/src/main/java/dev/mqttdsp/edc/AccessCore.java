package dev.mqttdsp.edc;

import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.Barred;
import dev.mqttdsp.core.grant.Blocks;
import dev.mqttdsp.core.grant.FetchedTokens;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.GrantStore;
import dev.mqttdsp.core.grant.Grants;
import dev.mqttdsp.core.grant.HandOut;
import dev.mqttdsp.core.grant.InMemoryGrantStore;
import dev.mqttdsp.core.grant.RefreshRules;
import dev.mqttdsp.core.idp.ClientCredentials;
import dev.mqttdsp.core.outbound.GuardedHttp;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import dev.mqttdsp.core.outbound.UrlGuard;
import dev.mqttdsp.core.token.IssuedTokens;
import dev.mqttdsp.core.token.SignatureChecks;
import dev.mqttdsp.core.token.SigningKey;
import dev.mqttdsp.core.token.SigningKeyFile;
import dev.mqttdsp.core.token.TokenVerifier;
import dev.mqttdsp.edc.settings.MqttSettings;
import dev.mqttdsp.gateway.Access;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.eclipse.edc.spi.EdcException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts that know no EDC, put together as this runtime is configured.
 *
 * @param participant id of this side
 * @param grants the life of every flow
 * @param store where grants are kept
 * @param barred who may have no access
 * @param blocks cuts participants off
 * @param events is told what happens to access
 * @param key signs access tokens
 * @param threads check signatures of unknown tokens, and ask identity providers
 */
record AccessCore(
        String participant,
        Grants grants,
        GrantStore store,
        Barred barred,
        Blocks blocks,
        AccessEvents events,
        SigningKey key,
        List<ExecutorService> threads)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessCore.class);
    /** Names are looked up and the vault is asked by so many at a time; waiting for an answer takes no thread. */
    private static final int OUTGOING = 8;

    private static final Duration IDP_PATIENCE = Duration.ofSeconds(2);
    /** Tokens live minutes: this is more than the flows of one process will have at once. */
    private static final int REMEMBERED_TOKENS = 100_000;

    /**
     * Puts them together.
     *
     * @param participant id of this side
     * @param vault gives the secret under an alias, null where there is none
     * @param rules what is asked before a refresh token counts
     * @param events is told what happens to access
     * @param meters show how much there is to be done
     * @throws EdcException when there is no signing key to be had, or a list of blocked participants that is none
     */
    static AccessCore of(
            MqttSettings settings,
            String participant,
            UnaryOperator<String> vault,
            RefreshRules rules,
            AccessEvents events,
            MeterRegistry meters,
            Clock clock) {
        SigningKey key = settings.tokenKeyAlias()
                .map(alias -> keyInVault(alias, vault))
                .orElseGet(() -> keyInDirectory(settings));
        SignatureChecks verification = new SignatureChecks();
        Gauge.builder("mqtt.access.verifications.waiting", () -> verification.waiting())
                .description("unknown tokens that wait for their verification")
                .register(meters);
        IssuedTokens issued = new IssuedTokens(REMEMBERED_TOKENS, clock);
        GrantStore store = new InMemoryGrantStore();
        ExecutorService outgoing =
                Executors.newFixedThreadPool(OUTGOING, task -> daemon(task, "mqtt-identity-provider"));
        GuardedHttp post = new GuardedHttp(
                new UrlGuard(settings.outgoing().rules()),
                new TrustedAuthorities(settings.outgoing().authorities(), LOG::warn),
                IDP_PATIENCE,
                outgoing);
        FetchedTokens fetched = new FetchedTokens(new ClientCredentials(post, clock), vault, store, outgoing, clock);
        Gauge.builder("mqtt.access.grants", () -> count(store))
                .description("grants that are open or suspended")
                .register(meters);
        Barred barred = barred(settings);
        Grants grants = new Grants(
                store,
                HandOut.of(key, issued, fetched, vault, settings.endpoints(), settings.tokenLifetime(), clock),
                new TokenVerifier(participant, key, issued, verification, clock),
                barred,
                rules,
                events,
                clock,
                settings.keepOnSuspend());
        Blocks blocks = new Blocks(barred, store, grants, events, clock);
        return new AccessCore(participant, grants, store, barred, blocks, events, key, List.of(verification, outgoing));
    }

    private static long count(GrantStore store) {
        try (Stream<Grant> living = store.living()) {
            return living.count();
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** To start without the list would let those in again who were cut off. */
    private static Barred barred(MqttSettings settings) {
        try {
            return Barred.in(settings.dataDirectory());
        } catch (IOException e) {
            throw new EdcException(MqttSettings.DATA_DIR + ": the list of blocked participants cannot be read: "
                    + e.getMessage() + "; accepted: the file as it was written, or none, which blocks nobody");
        }
    }

    private static SigningKey keyInVault(String alias, UnaryOperator<String> vault) {
        String jwk = Optional.ofNullable(vault.apply(alias))
                .orElseThrow(() -> new EdcException(MqttSettings.TOKEN_KEY_ALIAS + ": found '" + alias
                        + "', under which the vault has nothing; accepted: the alias of a private P-256 JWK"));
        try {
            return SigningKey.ofJwk(jwk);
        } catch (IllegalArgumentException e) {
            throw new EdcException(MqttSettings.TOKEN_KEY_ALIAS + ": found '" + alias + "': " + e.getMessage(), e);
        }
    }

    private static SigningKey keyInDirectory(MqttSettings settings) {
        try {
            return SigningKeyFile.loadOrCreate(settings.dataDirectory());
        } catch (IOException | IllegalArgumentException e) {
            throw new EdcException(
                    MqttSettings.DATA_DIR + ": the signing key cannot be kept in "
                            + settings.dataDirectory().toAbsolutePath() + ": " + e.getMessage(),
                    e);
        }
    }

    /**
     * What a gateway in this process asks.
     *
     * @param brokers the entries of the configuration
     */
    Access access(Brokers brokers) {
        return new Access(grants, grants, store, brokers, events, key::publicJwks);
    }

    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdownNow);
    }
}
