package dev.mqttdsp.edr.refresh;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads answers of token endpoints: success as RFC 6749 §5.1 has it, errors as §5.2. */
final class TokenAnswerReader {
    /** RFC 6749 Appendix A.12 and A.17: VSCHAR, which includes no line break. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]+");
    /** RFC 6749 §5.2. */
    private static final Pattern ERROR_TEXT = Pattern.compile("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]{1,200}");

    private final Clock clock;

    TokenAnswerReader(Clock clock) {
        this.clock = clock;
    }

    /**
     * Reads an answer.
     *
     * @param presented the refresh token that was sent, which is never repeated
     */
    TokenAnswer read(int status, byte[] body, String presented) {
        Optional<JsonObject> json = PartnerJson.parse(body);
        if (status == 200) {
            return json.map(this::tokens)
                    .orElseGet(() -> new TokenAnswer.None("the token endpoint's answer is no JSON object"));
        }
        if (status / 100 == 3) {
            return new TokenAnswer.None("the token endpoint redirects, which is not followed");
        }
        Optional<String> error = json.flatMap(object -> errorText(object, "error", presented));
        Optional<String> description = json.flatMap(object -> errorText(object, "error_description", presented));
        return new TokenAnswer.None(
                error.map(code -> code + description.map(text -> ": " + text).orElse(""))
                        .orElse("the token endpoint answered " + status));
    }

    private TokenAnswer tokens(JsonObject json) {
        Optional<String> access = token(json, "access_token");
        if (access.isEmpty()) {
            return new TokenAnswer.None("the token endpoint's answer has no access_token");
        }
        return new TokenAnswer.Tokens(access.get(), token(json, "refresh_token"), life(json, access.get()));
    }

    /** Older connectors of Tractus-X write {@code expires}, others the number as text. */
    private Optional<Duration> life(JsonObject json, String accessToken) {
        return Stream.of("expires_in", "expires")
                .flatMap(name -> seconds(json, name).stream())
                .findFirst()
                .or(() -> Jwt.of(accessToken).map(jwt -> untilThen(jwt.expiresAt())));
    }

    private Duration untilThen(Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Optional<Duration> seconds(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name)).flatMap(value -> {
            if (value instanceof JsonNumber number) {
                return Seconds.parse(number.toString());
            }
            return value instanceof JsonString text ? Seconds.parse(text.getString()) : Optional.empty();
        });
    }

    private static Optional<String> token(JsonObject json, String name) {
        return text(json, name).filter(value -> TOKEN.matcher(value).matches());
    }

    private static Optional<String> errorText(JsonObject json, String name, String presented) {
        return text(json, name)
                .filter(value -> ERROR_TEXT.matcher(value).matches())
                .filter(value -> !value.contains(presented));
    }

    private static Optional<String> text(JsonObject json, String name) {
        return json.get(name) instanceof JsonString value ? Optional.of(value.getString()) : Optional.empty();
    }
}
