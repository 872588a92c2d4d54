package dev.mqttdsp.edc.settings;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.Config;

/**
 * Where a connector tells gateways of its grants that are processes of their own.
 *
 * @param bind the address to listen on
 * @param port the port
 * @param secret who has it may read; 32 characters at least
 */
public record FeedSettings(String bind, int port, String secret) {
    /** Key of the port; without it there is no feed. */
    public static final String PORT = "edc.mqtt.feed.port";
    /** Key of the secret's alias, the same for who serves a feed and for who reads it. */
    public static final String SECRET_ALIAS = "edc.mqtt.feed.secret.alias";

    private static final String BIND = "edc.mqtt.feed.bind";
    /** It travels in a header of HTTP. */
    private static final Pattern USABLE = Pattern.compile("[!-~]{32,}");

    /**
     * Reads them; empty where there is to be no feed.
     *
     * @param vault gives the secret under an alias, null where there is none
     * @throws EdcException for a value that cannot be used; none repeats the secret
     */
    public static Optional<FeedSettings> read(Config config, UnaryOperator<String> vault) {
        SettingReader reader = new SettingReader(config);
        if (reader.text(PORT).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FeedSettings(
                reader.text(BIND, "127.0.0.1"), reader.port(PORT, 0), secret(reader.text(SECRET_ALIAS, ""), vault)));
    }

    /**
     * The secret under that alias.
     *
     * @throws EdcException when there is none, or one that is easily guessed
     */
    static String secret(String alias, UnaryOperator<String> vault) {
        if (alias.isEmpty()) {
            throw new EdcException(SECRET_ALIAS + ": found nothing; accepted: the name of a secret in the vault, "
                    + "which connector and gateways share");
        }
        String secret = vault.apply(alias);
        if (secret == null || !USABLE.matcher(secret).matches()) {
            throw new EdcException(SECRET_ALIAS + ": found '" + alias + "', under which the vault has "
                    + (secret == null ? "nothing" : "something else")
                    + "; accepted: a secret of at least 32 characters, printable ASCII without spaces");
        }
        return secret;
    }

    /** Says everything but the secret. */
    @Override
    public String toString() {
        return "FeedSettings[" + bind + ":" + port + "]";
    }
}
