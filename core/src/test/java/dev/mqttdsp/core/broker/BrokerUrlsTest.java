package dev.mqttdsp.core.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerUrlsTest {

    @ParameterizedTest
    @CsvSource({"mqtt,1883", "tcp,1883", "mqtts,8883", "ssl,8883", "ws,80", "wss,443", "MQTTS,8883"})
    void knowsTheDefaultPorts(String scheme, int port) {
        assertThat(BrokerUrls.defaultPort(scheme)).isEqualTo(port);
    }

    @Test
    void knowsNoPortOfOtherSchemes() {
        assertThatThrownBy(() -> BrokerUrls.defaultPort("http"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'http'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mqtt://broker",
                "mqtts://broker:8883",
                "wss://broker.example/internal/broker",
                "ws://10.0.0.1:8080/mqtt?x=y",
                "mqtt://[::1]:1883",
                "WSS://BROKER",
                "tcp://broker:65535"
            })
    void takesUrlsOfBrokers(String text) {
        assertThat(BrokerUrls.parse(text)).contains(URI.create(text));
    }

    @Test
    void overlooksBlanksAround() {
        assertThat(BrokerUrls.parse(" mqtt://broker\n")).contains(URI.create("mqtt://broker"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "broker",
                "broker:1883",
                "//broker",
                "http://broker",
                "mqtt:broker",
                "mqtt:///path",
                "mqtt://",
                "mqtt://broker:0",
                "mqtt://broker:65536",
                "mqtt://broker:port",
                "mqtt://bro ker",
                "mqtt://user@broker",
                "mqtt://user:password@broker",
                "mqtt://@broker",
                "mqtt:user:password@broker",
                "mqtt://broker#fragment",
                "mqtt://a,b"
            })
    void refusesEverythingElse(String text) {
        assertThat(BrokerUrls.parse(text)).isEmpty();
    }
}
