package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.client.Catalog;
import dev.mqttdsp.client.CatalogEntry;
import dev.mqttdsp.client.ConnectorException;
import dev.mqttdsp.client.Offer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the provider's catalog shows. */
@ExtendWith(SharedDataspace.class)
class OfferTest {
    private final Dataspace dataspace;

    OfferTest(Dataspace dataspace) {
        this.dataspace = dataspace;
    }

    @Test
    void anMqttAssetHasTheFormatMqttPullAndNoOther() {
        String asset = dataspace.offer("mqtt-wss", Optional.empty(), "line1/+/temperature");

        assertThat(catalog().find(asset)).get().satisfies(entry -> assertThat(entry.formats())
                .containsExactly("Mqtt-PULL"));
    }

    @Test
    void anAssetThatIsNotMqttDoesNotHaveIt() {
        Management management = Management.of(dataspace.provider());
        management.post("/v3/assets", """
                {"@context": {"@vocab": "https://w3id.org/edc/v0.0.1/ns/"}, "@id": "http-asset", "properties": {},
                 "dataAddress": {"type": "HttpData", "baseUrl": "http://127.0.0.1:1/"}}""");
        management.offerToEverybody("http-asset");

        CatalogEntry entry = catalog().find("http-asset").orElseThrow();

        assertThat(entry.isMqtt()).isFalse();
        assertThatThrownBy(() -> dataspace
                        .consumer()
                        .management()
                        .dataAddress(startMqttTransferOf(entry), Duration.ofSeconds(20)))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("gives no access");
    }

    @Test
    void aBadOfferIsRefusedWithTheNameOfThePropertyAndLeavesNothingBehind() {
        assertThatThrownBy(() -> dataspace
                        .provider()
                        .management()
                        .offer(new Offer("bad", "mqtt://127.0.0.1:1", List.of("a/#/b"), "mqtt-wss")))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("dsp-mqtt:topic")
                .hasMessageContaining("a/#/b");

        assertThat(catalog().find("bad")).isEmpty();
        dataspace.provider().management().offer(new Offer("bad", "mqtt://127.0.0.1:1", List.of("a/b"), "mqtt-wss"));
        assertThat(catalog().find("bad")).isPresent();
    }

    @Test
    void anOfferOfEverythingNeedsABrokerEntryThatAllowsIt() {
        assertThatThrownBy(() -> dataspace
                        .provider()
                        .management()
                        .offer(new Offer("all", "mqtt://127.0.0.1:1", List.of(), "mqtt-wss")))
                .hasMessageContaining("dsp-mqtt:topic")
                .hasMessageContaining("unrestricted");
    }

    private String startMqttTransferOf(CatalogEntry entry) {
        var own = dataspace.consumer().management();
        String agreement = own.negotiate(dataspace.provider().protocol(), "provider", entry, Duration.ofSeconds(20));
        return own.startTransfer(dataspace.provider().protocol(), agreement);
    }

    private Catalog catalog() {
        return dataspace.consumer().management().catalog(dataspace.provider().protocol(), Optional.empty());
    }
}
