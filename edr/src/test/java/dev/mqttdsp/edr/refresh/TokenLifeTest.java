package dev.mqttdsp.edr.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.edr.testing.Jwts;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.edc.spi.types.domain.DataAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenLifeTest {
    private static final Instant STORED = Instant.ofEpochSecond(1_000_000);

    @ParameterizedTest
    @CsvSource({"0, false, false", "200, false, false", "201, true, false", "299, true, false", "300, true, true"})
    void ofAnOpaqueTokenItCountsFromWhenTheAddressWasStored(long age, boolean due, boolean over) {
        TokenLife life = life("opaque", "300").orElseThrow();

        assertThat(life.isDue(STORED.plusSeconds(age))).isEqualTo(due);
        assertThat(life.isOver(STORED.plusSeconds(age))).isEqualTo(over);
    }

    @ParameterizedTest
    @CsvSource({"0, false, false", "100, false, false", "101, true, false", "200, true, true"})
    void ofAJwtItEndsWhenTheTokenSaysWhateverTheAgeOfTheAddress(long age, boolean due, boolean over) {
        TokenLife life = life(Jwts.until(STORED.plusSeconds(200)), "300").orElseThrow();

        assertThat(life.isDue(STORED.plusSeconds(age))).isEqualTo(due);
        assertThat(life.isOver(STORED.plusSeconds(age))).isEqualTo(over);
    }

    @Test
    void ofAJwtInAnAddressWithoutItsLifeItBeginsWhenItWasIssued() {
        String token = Jwts.withClaims("{\"iat\":" + STORED.minusSeconds(100).getEpochSecond() + ",\"exp\":"
                + STORED.plusSeconds(200).getEpochSecond() + "}");

        TokenLife life = life(token, null).orElseThrow();

        assertThat(life.whole()).hasSeconds(300);
        assertThat(life.isDue(STORED.plusSeconds(100))).isFalse();
        assertThat(life.isDue(STORED.plusSeconds(101))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"exp\":\"soon\"}",
                "{\"exp\":1e999999999}",
                "{\"exp\":-1}",
                "{\"exp\":",
                "[[[[[[[[",
                "null"
            })
    void aTokenThatOnlyLooksLikeAJwtIsAnOpaqueOne(String claims) {
        assertThat(life(Jwts.withClaims(claims), "300"))
                .hasValueSatisfying(life -> assertThat(life.end()).isEqualTo(STORED.plusSeconds(300)));
        assertThat(life("a.!!!.c", "300")).isPresent();
    }

    @Test
    void ofATokenThatNestsWithoutEndNothingIsKnown() {
        assertThat(life(Jwts.withClaims("{\"exp\":".repeat(20_000)), null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999"})
    void anAddressThatSaysNoLifeIsNeverDue(String expiresIn) {
        assertThat(life("opaque", expiresIn)).isEmpty();
        assertThat(life("opaque", null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dsp-mqtt:", "tx-auth:", "edc:", "", "https://w3id.org/tractusx/auth/"})
    void everySpellingCounts(String prefix) {
        DataAddress address = DataAddress.Builder.newInstance()
                .type("Mqtt")
                .property(prefix + "authorization", "opaque")
                .property(prefix + "refreshToken", "r")
                .property(prefix + "refreshEndpoint", "https://host")
                .property(prefix + "expiresIn", 300)
                .build();

        assertThat(AddressTokens.of(address))
                .hasValueSatisfying(tokens -> assertThat(tokens.expiresIn()).isPresent());
    }

    @Test
    void anAddressWithUserAndPasswordHasNothingToRefresh() {
        DataAddress address = DataAddress.Builder.newInstance()
                .type("Mqtt")
                .property("dsp-mqtt:user", "u")
                .property("dsp-mqtt:password", "p")
                .build();

        assertThat(AddressTokens.of(address)).isEmpty();
    }

    private static Optional<TokenLife> life(String token, String expiresIn) {
        var address = DataAddress.Builder.newInstance()
                .type("Mqtt")
                .property("authorization", token)
                .property("refreshToken", "r")
                .property("refreshEndpoint", "https://host/token");
        if (expiresIn != null) {
            address.property("expiresIn", expiresIn);
        }
        return TokenLife.of(AddressTokens.of(address.build()).orElseThrow(), () -> STORED);
    }
}
