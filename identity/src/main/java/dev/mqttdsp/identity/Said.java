package dev.mqttdsp.identity;

import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.core.audit.Printable;
import java.text.ParseException;
import java.util.Optional;

/** Who a token says it is from, which proves nothing. */
public final class Said {
    private Said() {}

    /** The issuer of a JWT, with or without {@code Bearer} before it; empty where it names none. */
    public static Optional<String> issuer(String token) {
        try {
            return Optional.ofNullable(SignedJWT.parse(String.valueOf(token).replace("Bearer ", ""))
                    .getJWTClaimsSet()
                    .getIssuer());
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /** The same for the log. */
    public static String by(String token) {
        return issuer(token).map(issuer -> "'" + Printable.of(issuer) + "'").orElse("(unknown)");
    }
}
