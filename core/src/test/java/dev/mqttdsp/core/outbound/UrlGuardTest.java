package dev.mqttdsp.core.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlGuardTest {
    private final UrlGuard strict = guard(false, false);
    private final UrlGuard lenient = guard(true, true);

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
        assertThat(guard(true, false).problem(loopback))
                .hasValueSatisfying(problem -> assertThat(problem).contains("edc.mqtt.allow.insecure=true"));
        assertThat(lenient.problem(URI.create("http://93.184.216.34/token"))).isPresent();
    }

    @Test
    void aHostThatNobodyKnowsIsSaidToBeUnknown() {
        assertThat(strict.problem(https("no-such-host.invalid")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("unknown"));
    }

    @Test
    void aListOfHostsShutsAllOthersOut() {
        UrlGuard listed = new UrlGuard(new UrlGuard.Rules(true, false, Set.of("93.184.216.34"), Set.of()));

        assertThat(listed.problem(https("93.184.216.34"))).isEmpty();
        assertThat(listed.problemAtFirstSight(https("93.184.216.35")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("edc.mqtt.upstream.hosts"));
    }

    @Test
    void thePortsOfThisConnectorAreNoPlaceToGo() {
        UrlGuard guard = new UrlGuard(new UrlGuard.Rules(true, false, Set.of(), Set.of(8181)));

        assertThat(guard.problem(URI.create("https://127.0.0.1:8181/token")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("this connector"));
        assertThat(guard.problem(URI.create("https://127.0.0.1:8182/token"))).isEmpty();
        assertThat(guard.problem(URI.create("https://93.184.216.34:8181/token")))
                .isEmpty();
    }

    @Test
    void atFirstSightNobodyIsAskedForAHost() {
        assertThat(strict.problemAtFirstSight(https("no-such-host.invalid"))).isEmpty();
        assertThat(strict.problemAtFirstSight(https("169.254.169.254"))).isPresent();
        assertThat(lenient.problemAtFirstSight(URI.create("http://localhost:8080/token")))
                .isEmpty();
        assertThat(lenient.problemAtFirstSight(URI.create("http://idp.example/token")))
                .isPresent();
    }

    private static UrlGuard guard(boolean allowPrivate, boolean allowInsecure) {
        return new UrlGuard(new UrlGuard.Rules(allowPrivate, allowInsecure, Set.of(), Set.of()));
    }

    private static URI https(String host) {
        return URI.create("https://" + host + "/token");
    }
}
