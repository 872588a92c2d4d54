package dev.mqttdsp.identity.remote;

import dev.mqttdsp.core.outbound.UrlGuard;
import dev.mqttdsp.identity.IdentitySettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.spi.security.Vault;
import org.eclipse.edc.spi.system.configuration.Config;

/**
 * The secure token service of the wallet, by EDC's own keys.
 *
 * @param tokenUrl where it takes requests for tokens: https, or http on loopback
 * @param clientId under which it knows this participant
 * @param secretAlias under which the vault has the secret that it wants to see
 */
record StsSettings(URI tokenUrl, String clientId, String secretAlias) {
    static final String TOKEN_URL = "edc.iam.sts.oauth.token.url";
    static final String CLIENT_ID = "edc.iam.sts.oauth.client.id";
    static final String SECRET_ALIAS = "edc.iam.sts.oauth.client.secret.alias";

    /** What a message adds when the service refuses this client. */
    static final String OF_THE_CLIENT =
            "; it has to know the client of " + CLIENT_ID + " and the secret under " + SECRET_ALIAS;

    /** The service is the operator's choice, so it may be anywhere. */
    static final UrlGuard.Rules RULES = new UrlGuard.Rules(true, true, Set.of(), Set.of());

    private static final String ACCEPTED_URL =
            "accepted: an https URL, or an http URL on loopback, without user or fragment";
    private static final String ACCEPTED_ALIAS =
            "accepted: the alias under which the vault has the secret that goes with " + CLIENT_ID;
    private static final List<String> OF_AN_OWN_WALLET = List.of(
            IdentitySettings.KEY_ALIAS,
            IdentitySettings.KEY_LEAD,
            IdentitySettings.SERVICE_URL,
            "edc.mqtt.identity.bind");

    /**
     * Reads them.
     *
     * @throws EdcException for what is missing or not accepted, and for what only a wallet inside the connector could use;
     *     the message names the key
     */
    static StsSettings read(Config config) {
        URI url = url(required(config, TOKEN_URL, ACCEPTED_URL));
        String client = required(config, CLIENT_ID, "accepted: the id under which the STS knows this participant");
        String alias = required(config, SECRET_ALIAS, ACCEPTED_ALIAS);
        OF_AN_OWN_WALLET.forEach(key -> text(config, key).ifPresent(found -> {
            throw new EdcException(key + ": found '" + found + "' together with " + TOKEN_URL
                    + "; accepted: one of them, because the wallet is either inside this connector or elsewhere");
        }));
        return new StsSettings(url, client, alias);
    }

    /** The URL without its query, for the log. */
    String shownUrl() {
        return tokenUrl.getScheme() + "://" + tokenUrl.getRawAuthority() + tokenUrl.getRawPath();
    }

    /** The secret, as the vault has it now. */
    Result<String> secret(Vault vault) {
        return Optional.ofNullable(vault.resolveSecret(secretAlias))
                .filter(secret -> !secret.isBlank())
                .map(Result::success)
                .orElseGet(() -> Result.failure(SECRET_ALIAS + ": found '" + secretAlias
                        + "', under which the vault has nothing; " + ACCEPTED_ALIAS));
    }

    private static String required(Config config, String key, String accepted) {
        return text(config, key)
                .orElseThrow(() -> new EdcException(key + ": found nothing, and " + TOKEN_URL + ", " + CLIENT_ID
                        + " and " + SECRET_ALIAS + " go together; " + accepted));
    }

    private static Optional<String> text(Config config, String key) {
        return Optional.ofNullable(config.getString(key, null))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            Optional<String> problem = new UrlGuard(RULES).problemAtFirstSight(url);
            if (problem.isEmpty() && url.getRawFragment() == null) { // RFC 6749 §3.2
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new EdcException(refusal(text), e);
        }
        throw new EdcException(refusal(text));
    }

    /** What stands before an at sign may be a password. */
    private static String refusal(String text) {
        return TOKEN_URL + ": found " + (text.contains("@") ? "one with a user" : "'" + text + "'") + "; "
                + ACCEPTED_URL;
    }
}
