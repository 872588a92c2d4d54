package dev.mqttdsp.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsTest {

    @ParameterizedTest
    @EnumSource(Limit.class)
    void eachHasADefaultWithinItsBoundsAndAKeyOfItsOwn(Limit limit) {
        assertThat(Limits.USUAL.of(limit)).isEqualTo(limit.usual()).isBetween(limit.least(), limit.most());
        assertThat(Limit.values()).extracting(Limit::key).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void whatIsOutOfBoundsIsRefusedWithWhatIsAccepted(Limit limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.USUAL.with(limit, limit.least() - 1))
                .withMessageContaining(limit.key())
                .withMessageContaining(limit.least() + " to " + limit.most());
    }

    @Test
    void oneIsSetAndTheOthersStay() {
        Limits limits = Limits.USUAL.with(Limit.LEVELS, 3);

        assertThat(limits.of(Limit.LEVELS)).isEqualTo(3);
        assertThat(limits.of(Limit.FILTERS)).isEqualTo(Limit.FILTERS.usual());
        assertThat(Limits.USUAL.of(Limit.LEVELS)).isEqualTo(Limit.LEVELS.usual());
    }

    @ParameterizedTest
    @CsvSource({"20000, 8744", "1024, 1", "1000000, 100000"})
    void thereAreNoMoreSessionsThanTwoFileDescriptorsEachAllow(long descriptors, int sessions) {
        assertThat(Descriptors.fit(Limits.USUAL, descriptors).of(Limit.SESSIONS))
                .isEqualTo(sessions);
    }

    @Test
    void fewerSessionsThanThereAreDescriptorsForStayFewer() {
        Limits limits = Limits.USUAL.with(Limit.SESSIONS, 100);

        assertThat(Descriptors.fit(limits, 20_000).of(Limit.SESSIONS)).isEqualTo(100);
    }
}
