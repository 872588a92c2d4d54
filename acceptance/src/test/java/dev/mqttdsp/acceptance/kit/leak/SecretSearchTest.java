package dev.mqttdsp.acceptance.kit.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretSearchTest {
    private static final String PASSWORD = "pass/word+4711 ü";
    private static final String TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJwcm92aWRlciJ9.c2lnbmF0dXJlIG9mIGl0";

    private final SecretSearch search = new SecretSearch(List.of(PASSWORD, TOKEN, "short"));

    static Stream<String> leaks() {
        return Stream.of(
                "password=" + PASSWORD,
                PASSWORD,
                "?p=" + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8),
                "Basic " + base64("user:" + PASSWORD),
                "Basic " + base64("me:" + PASSWORD),
                "Basic " + base64("a:" + PASSWORD + ":b"),
                "Bearer " + TOKEN,
                "token …." + TOKEN.substring(TOKEN.lastIndexOf('.') + 1),
                base64("{\"token\":\"" + TOKEN + "\"}"));
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void aSecretIsFoundInEveryFormAndTheMessageDoesNotRepeatIt(String leak) {
        List<String> found = in("first line\nsecond: " + leak + "\n");

        assertThat(found).isNotEmpty().allSatisfy(message -> assertThat(message)
                .startsWith("some.log, line 2: ")
                .doesNotContain(PASSWORD)
                .doesNotContain(TOKEN));
    }

    @Test
    void whatIsNoSecretIsNotFound() {
        assertThat(in("pass/word+4712 ü, short, " + TOKEN.substring(0, TOKEN.lastIndexOf('.'))))
                .isEmpty();
    }

    private List<String> in(String text) {
        return search.in("some.log", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
