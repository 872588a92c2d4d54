package dev.mqttdsp.core.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.outbound.UrlGuard;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An input is the JSON of a data address. */
class AddressFuzz {
    private static final Broker PLANT = Broker.at(URI.create("mqtts://plant.example"));
    private static final AddressReader READER = new AddressReader(
            new Brokers(List.of(PLANT)),
            true,
            new SecretAliases("asset-", Set.of("asset-own")),
            new UrlGuard(new UrlGuard.Rules(false, true, Set.of(), Set.of(8181))));
    /** Longer than what is quoted of a value that is no secret. */
    private static final int LONGEST_MESSAGE = 2_000;

    @DictionaryEntries({
        "baseUrl",
        "dsp-mqtt:topic",
        "mqttEndpointType",
        "mqttRoute",
        "direct",
        "mqttAuth",
        "usrpw",
        "mqttBroker",
        "mqttPermission",
        "both",
        "mqttRetain",
        "true",
        "oauth2:tokenUrl",
        "oauth2:clientId",
        "oauth2:clientSecretKeyAlias",
        "user",
        "passwordAlias",
        "password",
        "@value",
        "@list",
        "https://w3id.org/edc/v0.0.1/ns/",
        "https://w3id.org/dspace/2025/1/mqtt-pull/",
        "mqtts://",
        "wss://",
        "mqtt-wss",
        "mqtt-tls",
        "mqtt-tcp-basic",
        "asset-"
    })
    @FuzzTest
    void reading(byte[] input) {
        Map<String, Object> address;
        try {
            address = JSONObjectUtils.parse(new String(input, StandardCharsets.UTF_8));
        } catch (ParseException e) {
            return;
        }
        AddressReading reading = READER.read(address);
        if (reading instanceof AddressReading.Invalid invalid) {
            assertThat(invalid.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.property()).isNotBlank();
                assertThat(problem.accepted()).isNotBlank();
                assertThat(problem.found()).isNotBlank().hasSizeLessThan(LONGEST_MESSAGE);
            });
            assertNoPasswordIn(invalid, address);
        } else if (reading instanceof AddressReading.Valid valid) {
            assertSound(valid.address());
        }
    }

    private static void assertNoPasswordIn(AddressReading.Invalid invalid, Map<String, Object> address) {
        if (address.get("password") instanceof String password && password.length() > 30) {
            boolean elsewhere = address.entrySet().stream()
                    .filter(entry -> !entry.getKey().equals("password"))
                    .anyMatch(entry -> (entry.getKey() + entry.getValue()).contains(password.strip()));
            if (!elsewhere && !password.isBlank()) {
                assertThat(invalid.problems())
                        .noneMatch(problem -> problem.message().contains(password.strip()));
            }
        }
    }

    private static void assertSound(MqttAddress address) {
        URI url = address.broker().url();
        assertThat(url.getHost()).isNotBlank();
        assertThat(url.getRawUserInfo()).isNull();
        boolean direct = address.route() == Route.DIRECT;
        assertThat(direct || address.endpointType() != EndpointType.TCP_BASIC).isTrue();
        assertThat(direct || !address.topics().isEmpty())
                .as("nothing is shared unsaid")
                .isTrue();
        assertThat(address.topics()).noneMatch(topic -> topic.isCommand());
        if (address.credential() instanceof CredentialSource.BrokersLogin login) {
            assertThat(login.passwordAlias()).startsWith("asset-").isNotEqualTo("asset-own");
            assertThat(direct).isTrue();
        }
        if (address.credential() instanceof CredentialSource.IssuedToken issued) {
            assertThat(issued.secretAlias()).startsWith("asset-").isNotEqualTo("asset-own");
            assertThat(issued.tokenUrl().getHost()).isNotBlank();
            assertThat(direct).isTrue();
        }
    }
}
