package dev.mqttdsp.identity;

import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import dev.mqttdsp.core.outbound.UrlGuard;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.Config;

/**
 * What the configuration says of this participant.
 *
 * @param did who it is
 * @param plainDocuments whether DID documents are fetched by http, for trials
 * @param scopes of the credentials that partners have to show, and that they may ask this side for
 * @param shown scopes of the credentials that a provider may ask for beside; empty for all that there are
 * @param credentialService where partners ask for credentials, without a slash at the end
 * @param dataDirectory where the key and the credentials are
 * @param keyAlias under which the vault has the keys; empty for a ring that is made in the data directory
 * @param keyLead so long another key is shown before it signs
 */
public record IdentitySettings(
        DidWeb did,
        boolean plainDocuments,
        List<String> scopes,
        Optional<List<String>> shown,
        URI credentialService,
        Path dataDirectory,
        Optional<String> keyAlias,
        Duration keyLead) {
    /** Key of the participant's DID. */
    public static final String PARTICIPANT = "edc.participant.id";
    /** EDC's key of the consent to DID documents by http. */
    public static final String HTTPS = "edc.iam.did.web.use.https";
    /** Key of the scopes. */
    public static final String SCOPES = "edc.mqtt.identity.scopes";
    /** Key of the scopes that providers may ask for beside. */
    public static final String SHOWN = "edc.mqtt.identity.shown";
    /** Key of the alias of this participant's signing key. */
    public static final String KEY_ALIAS = "edc.mqtt.identity.key.alias";
    /** Key of the URL of the credential service. */
    public static final String SERVICE_URL = "edc.mqtt.identity.url";

    /** Key of the time between showing a key and signing with it. */
    public static final String KEY_LEAD = "edc.mqtt.identity.key.lead";

    /** Connectors of the field remember DID documents for five minutes. */
    private static final Duration USUAL_LEAD = Duration.ofMinutes(10);

    private static final Duration LONGEST_LEAD = Duration.ofDays(7);
    private static final String DATA_DIR = "edc.mqtt.data.dir";
    private static final String MEMBERSHIP = ScopeForm.DCP + ":MembershipCredential:read";

    public IdentitySettings {
        scopes = List.copyOf(scopes);
        shown = shown.map(List::copyOf);
    }

    /**
     * Reads them.
     *
     * @throws EdcException for what is not accepted, naming the key
     */
    public static IdentitySettings read(Config config) {
        boolean https = config.getBoolean(HTTPS, true);
        DidWeb did = did(config.getString(PARTICIPANT, ""));
        return new IdentitySettings(
                did,
                !https,
                needed(scopes(SCOPES, config.getString(SCOPES, MEMBERSHIP))),
                Optional.ofNullable(config.getString(SHOWN, null)).map(text -> scopes(SHOWN, text)),
                url(config.getString(
                        SERVICE_URL, did.base(https ? "https" : "http").toString())),
                Path.of(config.getString(DATA_DIR, "./data")),
                Optional.ofNullable(config.getString(KEY_ALIAS, null)).filter(alias -> !alias.isBlank()),
                lead(config.getLong(KEY_LEAD, USUAL_LEAD.toSeconds())));
    }

    /** Where this side goes at the word of strangers. */
    public static UrlGuard.Rules outgoing(Config config) {
        return new UrlGuard.Rules(
                config.getBoolean(UrlGuard.ALLOW_PRIVATE, false), !config.getBoolean(HTTPS, true), Set.of(), Set.of());
    }

    /** The file of authorities that are trusted beside the JVM's. */
    public static Optional<Path> authorities(Config config) {
        return Optional.ofNullable(config.getString(TrustedAuthorities.KEY, null))
                .filter(file -> !file.isBlank())
                .map(Path::of);
    }

    private static Duration lead(long seconds) {
        if (seconds < 0 || seconds > LONGEST_LEAD.toSeconds()) {
            throw new EdcException(
                    KEY_LEAD + ": found " + seconds + "; accepted: 0 to " + LONGEST_LEAD.toSeconds() + " seconds");
        }
        return Duration.ofSeconds(seconds);
    }

    private static DidWeb did(String text) {
        try {
            return new DidWeb(text);
        } catch (IllegalArgumentException e) {
            throw new EdcException(PARTICIPANT + ": " + e.getMessage(), e);
        }
    }

    private static List<String> scopes(String key, String text) {
        List<String> scopes = Stream.of(text.split("[,\\s]+"))
                .filter(scope -> !scope.isEmpty())
                .toList();
        scopes.stream()
                .filter(scope -> ScopeForm.type(scope).isEmpty())
                .findFirst()
                .ifPresent(scope -> {
                    throw new EdcException(key + ": found '" + scope + "'; accepted: " + ScopeForm.ACCEPTED);
                });
        return scopes;
    }

    private static List<String> needed(List<String> scopes) {
        if (scopes.isEmpty()) {
            throw new EdcException(SCOPES + ": found none; accepted: " + ScopeForm.ACCEPTED + ", several by commas");
        }
        return scopes;
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text.replaceAll("/+$", ""));
            if (url.getHost() != null && Pattern.matches("https?", String.valueOf(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new EdcException(SERVICE_URL + ": found '" + text + "'; accepted: an https URL", e);
        }
        throw new EdcException(SERVICE_URL + ": found '" + text + "'; accepted: an https URL");
    }
}
