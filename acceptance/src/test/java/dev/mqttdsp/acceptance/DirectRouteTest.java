package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Finished;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.Mosquitto;
import dev.mqttdsp.acceptance.kit.Programs;
import dev.mqttdsp.acceptance.kit.ShortTokens;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The broker's own login, which the consumer uses at the broker itself. */
@ExtendWith(ShortTokens.class)
class DirectRouteTest {
    private final Dataspace dataspace;

    DirectRouteTest(Dataspace dataspace) {
        this.dataspace = dataspace;
    }

    @Test
    void theConsumerIsGivenTheBrokersLoginOutOfTheVaultAndReceives() throws Exception {
        String mosquittoSub = Programs.require("mosquitto_sub");
        dataspace.broker().publish("direct/a", "hello", true);
        assertThat(offer("direct", Dataspace.PASSWORD_ALIAS).statusCode()).isEqualTo(200);
        Management.of(dataspace.provider()).offerToEverybody("direct");

        Access access = dataspace.accessTo("direct");

        JsonNode address = Management.of(dataspace.consumer()).get("/v3/edrs/" + access.consumersId() + "/dataaddress");
        URI broker = URI.create(address.path("dsp-mqtt:baseUrl").asText());
        assertThat(broker).isEqualTo(URI.create(dataspace.broker().url()));
        assertThat(address.path("mqttEndpointType").asText()).isEqualTo("mqtt-tcp-basic");
        assertThat(address.path("dsp-mqtt:user").asText()).isEqualTo(Mosquitto.USER);
        Finished received = Command.start(
                        List.of(
                                mosquittoSub,
                                "-h",
                                broker.getHost(),
                                "-p",
                                Integer.toString(broker.getPort()),
                                "-t",
                                "direct/a",
                                "-C",
                                "1",
                                "-W",
                                "20",
                                "-u",
                                address.path("dsp-mqtt:username").asText(),
                                "-P",
                                address.path("dsp-mqtt:password").asText()),
                        "")
                .await();
        assertThat(received.out()).isEqualTo("hello\n");
        assertThat(Files.readString(dataspace.provider().log()))
                .contains("where it cannot be cut from here")
                .doesNotContain(Mosquitto.PASSWORD);
    }

    @Test
    void anAssetMayNotNameTheConnectorsOwnSecrets() {
        HttpResponse<String> response = offer("greedy", "plant-password");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("passwordAlias: found 'plant-password'");
    }

    @Test
    void anAssetMayNotNameASecretOutsideTheOperatorsPrefix() {
        HttpResponse<String> response = offer("curious", "another-secret");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("passwordAlias: found 'another-secret'")
                .contains("beginning with '" + ShortTokens.ALIAS_PREFIX + "'");
    }

    @Test
    void withoutATopicTheBrokerDecides() {
        HttpResponse<String> response = Management.of(dataspace.provider()).send("POST", "/v3/assets", """
                {"@id": "direct-all", "dataAddress": {"type": "Mqtt", "baseUrl": "%s",
                 "mqttEndpointType": "mqtt-tcp-basic", "user": "%s", "passwordAlias": "%s"}}""".formatted(
                        dataspace.broker().url(), Mosquitto.USER, Dataspace.PASSWORD_ALIAS));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        Management.of(dataspace.provider()).offerToEverybody("direct-all");

        Access access = dataspace.accessTo("direct-all");

        assertThat(access.address().topics()).isEmpty();
        assertThat(access.token()).isEqualTo(Mosquitto.PASSWORD);
    }

    private HttpResponse<String> offer(String asset, String passwordAlias) {
        return Management.of(dataspace.provider()).send("POST", "/v3/assets", """
                {"@id": "%s", "dataAddress": {"type": "Mqtt", "baseUrl": "%s",
                 "mqttEndpointType": "mqtt-tcp-basic", "dsp-mqtt:topic": "direct/#", "user": "%s",
                 "passwordAlias": "%s"}}""".formatted(
                        asset, dataspace.broker().url(), Mosquitto.USER, passwordAlias));
    }
}
