package dev.mqttdsp.core.outbound;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads answers of token endpoints: success as RFC 6749 §5.1 has it, errors as §5.2. */
public final class TokenAnswerReader {
    /** RFC 6749 Appendix A.12 and A.17: VSCHAR, which includes no line break. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]+");
    /** RFC 6749 §5.2. */
    private static final Pattern ERROR_TEXT = Pattern.compile("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]{1,200}");

    private final Clock clock;

    public TokenAnswerReader(Clock clock) {
        this.clock = clock;
    }

    /**
     * Reads an answer.
     *
     * @param presented the secret that was sent, which is never repeated
     */
    public TokenAnswer read(int status, byte[] body, String presented) {
        Optional<Map<String, Object>> json = ForeignJson.parse(body);
        if (status == 200) {
            return json.map(this::tokens).orElseGet(() -> nonsense("gives an answer that is no JSON object"));
        }
        if (status / 100 == 3) {
            return nonsense("redirects, which is not followed");
        }
        Optional<String> error = json.flatMap(object -> errorText(object, "error", presented));
        Optional<String> description = json.flatMap(object -> errorText(object, "error_description", presented));
        String said = error.map(code ->
                        " with " + code + description.map(text -> ": " + text).orElse(""))
                .orElse("");
        return new TokenAnswer.None(status / 100 == 4, "answers " + status + said);
    }

    private TokenAnswer tokens(Map<String, Object> json) {
        Optional<String> access = token(json, "access_token");
        if (access.isEmpty()) {
            return nonsense("gives an answer without access_token");
        }
        return new TokenAnswer.Tokens(access.get(), token(json, "refresh_token"), life(json, access.get()));
    }

    /** Older connectors of Tractus-X write {@code expires}, others the number as text. */
    private Optional<Duration> life(Map<String, Object> json, String accessToken) {
        return Stream.of("expires_in", "expires")
                .flatMap(name -> seconds(json, name).stream())
                .findFirst()
                .or(() -> Jwt.of(accessToken).map(jwt -> untilThen(jwt.expiresAt())));
    }

    private Duration untilThen(Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Optional<Duration> seconds(Map<String, Object> json, String name) {
        return Optional.ofNullable(json.get(name)).flatMap(value -> {
            boolean readable = value instanceof Number || value instanceof String;
            return readable ? Seconds.parse(value.toString()) : Optional.empty();
        });
    }

    private static Optional<String> token(Map<String, Object> json, String name) {
        return ForeignJson.text(json, name).filter(value -> TOKEN.matcher(value).matches());
    }

    private static Optional<String> errorText(Map<String, Object> json, String name, String presented) {
        return ForeignJson.text(json, name)
                .filter(value -> ERROR_TEXT.matcher(value).matches())
                .filter(value -> !value.contains(presented));
    }

    private static TokenAnswer nonsense(String what) {
        return new TokenAnswer.None(false, what);
    }
}
