package dev.mqttdsp.edc.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.address.AddressReader;
import dev.mqttdsp.core.address.SecretAliases;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.outbound.UrlGuard;
import java.util.List;
import java.util.Set;
import org.eclipse.edc.spi.types.domain.DataAddress;
import org.eclipse.edc.validator.spi.ValidationResult;
import org.junit.jupiter.api.Test;

class MqttSourceValidatorTest {
    private static final UrlGuard GUARD = new UrlGuard(new UrlGuard.Rules(true, false, Set.of(), Set.of()));

    private static final String EDC = "https://w3id.org/edc/v0.0.1/ns/";
    private static final String MQTT = "https://w3id.org/dspace/2025/1/mqtt-pull/";

    private final MqttSourceValidator validator =
            new MqttSourceValidator(new AddressReader(new Brokers(List.of()), false, SecretAliases.ANY, GUARD));

    @Test
    void aValidAddressPasses() {
        assertThat(validator
                        .validate(DataAddress.Builder.newInstance()
                                .type("Mqtt")
                                .property(EDC + "baseUrl", "mqtt://localhost:1883")
                                .property(EDC + "mqttEndpointType", "mqtt-wss")
                                .property(MQTT + "topic", "plant/#")
                                .build())
                        .succeeded())
                .isTrue();
    }

    @Test
    void everyProblemIsAViolationThatNamesItsPropertyTwice() {
        ValidationResult result = validator.validate(DataAddress.Builder.newInstance()
                .type("Mqtt")
                .property(EDC + "mqttEndpointType", "mqtt-quic")
                .property(MQTT + "topic", "$share/g/a")
                .build());

        assertThat(result.getFailure().getViolations())
                .extracting(violation -> violation.path())
                .contains("baseUrl", "mqttEndpointType", "dsp-mqtt:topic");
        assertThat(result.getFailure().getViolations())
                .allSatisfy(violation -> assertThat(violation.message()).startsWith(violation.path() + ": found "));
        assertThat(result.getFailureMessages()).anySatisfy(message -> assertThat(message)
                .contains("mqttEndpointType: found 'mqtt-quic'; accepted: mqtt-wss, mqtt-tls"));
    }

    @Test
    void topicsAsAJsonArrayAreRead() {
        assertThat(validator
                        .validate(DataAddress.Builder.newInstance()
                                .type("Mqtt")
                                .property(EDC + "baseUrl", "mqtt://localhost:1883")
                                .property(EDC + "mqttEndpointType", "mqtt-tls")
                                .property(MQTT + "topic", List.of("plant/a", "plant/#/b"))
                                .build())
                        .getFailureMessages())
                .singleElement()
                .asString()
                .contains("dsp-mqtt:topic: found 'plant/#/b'");
    }
}
