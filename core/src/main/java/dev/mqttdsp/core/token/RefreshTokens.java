package dev.mqttdsp.core.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes and reads refresh tokens. Each is an HMAC-SHA-256 over what it stands for, so nothing secret has to be kept, and
 * everyone who has the signing key can write the same token again.
 */
public final class RefreshTokens {
    private static final Pattern FORM = Pattern.compile(
            "([A-Za-z0-9_-]{1,400})\\.([0-9]{1,18})\\.([0-9]{1,18})\\.([0-9]{1,9})\\.([A-Za-z0-9_-]{43})");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final DerivedKey key;

    public RefreshTokens(SigningKey key) {
        this.key = key.derive("refresh token");
    }

    /** The text that a consumer is given, at most 600 characters. */
    public String write(RefreshToken token) {
        String content = BASE64.encodeToString(token.flowId().getBytes(StandardCharsets.UTF_8))
                + "." + token.epoch()
                + "." + token.generation()
                + "." + token.attempt();
        return content + "." + mac(content);
    }

    /** What a text stands for; empty if it was not written with this key. */
    public Optional<RefreshToken> read(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String content = text.substring(0, parts.start(5) - 1);
        byte[] expected = mac(content).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, parts.group(5).getBytes(StandardCharsets.US_ASCII))) {
            return Optional.empty();
        }
        return Optional.of(new RefreshToken(
                new String(Base64.getUrlDecoder().decode(parts.group(1)), StandardCharsets.UTF_8),
                Long.parseLong(parts.group(2)),
                Long.parseLong(parts.group(3)),
                Integer.parseInt(parts.group(4))));
    }

    private String mac(String content) {
        return BASE64.encodeToString(key.mac(content));
    }
}
