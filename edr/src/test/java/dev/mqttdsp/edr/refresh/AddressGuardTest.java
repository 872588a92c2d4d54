package dev.mqttdsp.edr.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private final AddressGuard strict = new AddressGuard(false, false);
    private final AddressGuard lenient = new AddressGuard(true, true);

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "172.15.0.1", "172.32.0.1", "100.63.0.1", "[2606:2800:220:1::1]"})
    void publicAddressesAreAccepted(String host) {
        assertThat(strict.problem(https(host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "localhost",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "100.127.255.255",
                "198.19.0.1",
                "192.0.0.1",
                "[::1]",
                "[fc00::1]",
                "[fd12:3456::1]",
                "[fec0::1]",
                "[::ffff:10.0.0.1]",
                "[::10.0.0.1]",
                "[64:ff9b::10.0.0.1]",
                "[2002:0a00:0001::1]"
            })
    void privateAddressesNeedTheOperatorsWord(String host) {
        assertThat(strict.problem(https(host)))
                .hasValueSatisfying(problem -> assertThat(problem).contains("edc.mqtt.consumer.allow.private=true"));
        assertThat(lenient.problem(https(host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "[fe80::1]",
                "[::ffff:169.254.169.254]",
                "[64:ff9b::169.254.169.254]",
                "[2002:a9fe:a9fe::]",
                "[fd00:ec2::254]",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "0.0.0.0",
                "0.1.2.3",
                "[::]",
                "224.0.0.1",
                "[ff02::1]",
                "255.255.255.255"
            })
    void linkLocalAddressesServicesOfCloudsAndAddressesOfNobodyAreNeverAccepted(String host) {
        assertThat(strict.problem(https(host)))
                .hasValueSatisfying(problem -> assertThat(problem).contains("nobody may name"));
        assertThat(lenient.problem(https(host)))
                .hasValueSatisfying(problem -> assertThat(problem).contains("nobody may name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://93.184.216.34/token",
                "file:///etc/passwd",
                "https://user:password@93.184.216.34/token",
                "https:/token",
                "token",
                "https://_/token"
            })
    void whatIsNoHttpsUrlIsRefused(String url) {
        assertThat(lenient.problem(URI.create(url))).isPresent();
    }

    @Test
    void plainHttpIsForLoopbackAndByTheOperatorsWordAlone() {
        URI loopback = URI.create("http://127.0.0.1:8080/token");

        assertThat(lenient.problem(loopback)).isEmpty();
        assertThat(new AddressGuard(true, false).problem(loopback))
                .hasValueSatisfying(problem -> assertThat(problem).contains("edc.mqtt.allow.insecure=true"));
        assertThat(lenient.problem(URI.create("http://93.184.216.34/token"))).isPresent();
    }

    @Test
    void aHostThatNobodyKnowsIsSaidToBeUnknown() {
        assertThat(strict.problem(https("no-such-host.invalid")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("unknown"));
    }

    private static URI https(String host) {
        return URI.create("https://" + host + "/token");
    }
}
