package dev.mqttdsp.identity.wallet;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mqttdsp.core.token.KeyRing;
import dev.mqttdsp.core.token.KeyRingFile;
import dev.mqttdsp.core.token.SigningKey;
import dev.mqttdsp.identity.IdentitySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.security.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign for this participant: a ring in the data directory, made there once; or one key or several in the vault, of which
 * the first signs. Thread safe.
 */
final class WalletKeys {
    private static final Logger LOG = LoggerFactory.getLogger(WalletKeys.class);
    private static final String FILE = "identity-keys.json";
    private static final String ACCEPTED = "; accepted: the alias of a private P-256 JWK, or of a JWK Set of them";
    private static final int MOST_SHOWN = 10;
    private static final Duration VAULT_PAUSE = Duration.ofSeconds(30);

    private final IdentitySettings settings;
    private final Vault vault;
    private final Clock clock;
    /** All that were ever in the ring: a token that is being made when a key leaves is made. */
    private final Map<String, SigningKey> known = new ConcurrentHashMap<>();

    private volatile KeyRing ring;
    private Instant read;

    /**
     * Reads them.
     *
     * @throws EdcException when there are none to be had; the message names the key of the configuration
     */
    WalletKeys(IdentitySettings settings, Vault vault, Clock clock) {
        this.settings = settings;
        this.vault = vault;
        this.clock = clock;
        this.read = clock.instant();
        take(settings.keyAlias().map(alias -> inVault(alias, vault)).orElseGet(() -> inFile(file())));
    }

    private void take(KeyRing next) {
        next.entries().forEach(entry -> known.put(entry.key().id(), entry.key()));
        ring = next;
    }

    /** As they are now. */
    KeyRing ring() {
        return ring;
    }

    /** The key of that id. */
    Optional<SigningKey> find(String id) {
        return Optional.ofNullable(known.get(id));
    }

    /** Whether the vault has them, and whoever keeps the vault changes them. */
    boolean areInVault() {
        return settings.keyAlias().isPresent();
    }

    /** Looks into the vault again, now and then; what cannot be used there changes nothing. */
    synchronized void refresh() {
        Instant now = clock.instant();
        if (settings.keyAlias().isPresent() && !now.isBefore(read.plus(VAULT_PAUSE))) {
            read = now;
            try {
                take(inVault(settings.keyAlias().get(), vault));
            } catch (RuntimeException e) {
                LOG.warn("the keys of this participant stay as they were: {}", e.getMessage());
            }
        }
    }

    /**
     * Has another key follow.
     *
     * @param atOnce whether what the others sign counts no longer, because somebody else may have them
     * @return whether one follows; none does where so many keys are shown already that partners would not read the DID document
     * @throws IOException when the ring cannot be kept; it stays as it was
     */
    synchronized boolean rotate(boolean atOnce) throws IOException {
        Instant now = clock.instant();
        if (!atOnce && ring.shown(now).size() >= MOST_SHOWN) {
            return false;
        }
        SigningKey key = SigningKey.generate();
        KeyRing next = atOnce ? KeyRing.of(key) : ring.followedBy(key, settings.keyLead(), now);
        KeyRingFile.write(file(), next);
        take(next);
        return true;
    }

    private Path file() {
        return settings.dataDirectory().resolve(FILE);
    }

    private static KeyRing inVault(String alias, Vault vault) {
        String secret = vault.resolveSecret(alias);
        if (secret == null) {
            throw new EdcException(IdentitySettings.KEY_ALIAS + ": found '" + alias
                    + "', under which the vault has nothing" + ACCEPTED);
        }
        try {
            return KeyRing.shown(keys(secret));
        } catch (IllegalArgumentException | ParseException e) {
            String why = e instanceof ParseException ? "it holds no JSON" : e.getMessage(); // of the key say nothing
            throw new EdcException(IdentitySettings.KEY_ALIAS + ": found '" + alias + "': " + why + ACCEPTED);
        }
    }

    private static List<SigningKey> keys(String secret) throws ParseException {
        Map<String, Object>[] several =
                JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(secret), "keys"); // RFC 7517 §5.1
        return several == null
                ? List.of(SigningKey.ofJwk(secret))
                : Arrays.stream(several)
                        .map(JSONObjectUtils::toJSONString)
                        .map(SigningKey::ofJwk)
                        .toList();
    }

    private static KeyRing inFile(Path file) {
        try {
            return KeyRingFile.at(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new EdcException("the keys of this participant cannot be kept in " + file + ": " + e.getMessage(), e);
        }
    }
}
