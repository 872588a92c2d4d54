package dev.mqttdsp.core.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.topic.BrokerDialect;
import dev.mqttdsp.core.topic.TopicFilter;
import dev.mqttdsp.core.topic.TopicName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRightsTest {

    @ParameterizedTest
    @CsvSource({"SUBSCRIBE, true, false", "PUBLISH, false, true", "BOTH, true, true"})
    void thePermissionSaysWhichDirection(Permission permission, boolean subscribe, boolean publish) {
        AccessRights rights = rights(permission, false, "plant/#");

        assertThat(rights.maySubscribe(TopicFilter.of("plant/a"))).isEqualTo(subscribe);
        assertThat(rights.mayPublish(new TopicName("plant/a"), false)).isEqualTo(publish);
    }

    @Test
    void retainedMessagesAreARightOfTheirOwn() {
        TopicName topic = new TopicName("plant/a");

        assertThat(rights(Permission.BOTH, false, "plant/#").mayPublish(topic, true))
                .isFalse();
        assertThat(rights(Permission.BOTH, true, "plant/#").mayPublish(topic, true))
                .isTrue();
        assertThat(rights(Permission.SUBSCRIBE, true, "plant/#").mayPublish(topic, true))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "plant/a/b, true",
        "plant/+/b, true",
        "lab/1, true",
        "lab/+, true",
        "lab/#, false",
        "lab, false",
        "#, false",
        "+/+, false",
        "$SYS/#, false",
        "other, false"
    })
    void aFilterIsContainedInOneOfTheGrantedOnes(String filter, boolean allowed) {
        assertThat(rights(Permission.BOTH, false, "plant/#", "lab/+").maySubscribe(TopicFilter.of(filter)))
                .isEqualTo(allowed);
    }

    @Test
    void aFilterThatOnlyTheSumOfTwoGrantsHoldsIsNotAllowed() {
        assertThat(rights(Permission.BOTH, false, "a", "a/+").maySubscribe(TopicFilter.of("a/#")))
                .isFalse();
    }

    @Test
    void theDialectOfTheBrokerCounts() {
        AccessRights rights = new AccessRights(filters("plant/+"), Permission.BOTH, false, BrokerDialect.DOTTED);

        assertThat(rights.maySubscribe(TopicFilter.of("plant/a.b"))).isFalse();
        assertThat(rights.mayPublish(new TopicName("plant/*"), false)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "a/+", "$SYS/#", "$SYS/broker"})
    void withoutTopicsTheBrokerDecides(String filter) {
        assertThat(rights(Permission.BOTH, false).maySubscribe(TopicFilter.of(filter)))
                .isTrue();
        assertThat(rights(Permission.BOTH, false).mayPublish(new TopicName("a/b"), false))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$share/g/a", "$queue/a", "$exclusive/a", "$delayed/1/a", "$CONTROL/dynamic-security/v1"})
    void withoutTopicsACommandToTheBrokerIsStillRefused(String topic) {
        assertThat(rights(Permission.BOTH, false).maySubscribe(TopicFilter.of(topic)))
                .isFalse();
        assertThat(rights(Permission.BOTH, false).mayPublish(new TopicName(topic), false))
                .isFalse();
    }

    private static AccessRights rights(Permission permission, boolean retain, String... topics) {
        return new AccessRights(filters(topics), permission, retain, BrokerDialect.MQTT);
    }

    private static List<TopicFilter> filters(String... topics) {
        return Stream.of(topics).map(TopicFilter::of).toList();
    }
}
