package dev.mqttdsp.acceptance;

import static dev.mqttdsp.acceptance.kit.MqttSession.GRANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttVersion;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.acceptance.kit.StockRuntime;
import dev.mqttdsp.acceptance.kit.Wiretap;
import dev.mqttdsp.client.CatalogEntry;
import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.Offer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** EDC 0.15.1 as it is, on either side. */
@ExtendWith(SharedDataspace.class)
class StockRuntimeTest {
    private static final String MQTT = "https://w3id.org/dspace/2025/1/mqtt-pull/";
    private static final String EDC = "https://w3id.org/edc/v0.0.1/ns/";
    private static final String TX_AUTH = "https://w3id.org/tractusx/auth/";
    private static final String SCHEMAS = "https://w3id.org/dspace/2025/1/";
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Dataspace dataspace;

    StockRuntimeTest(Dataspace dataspace) {
        this.dataspace = dataspace;
    }

    @Test
    void anUnmodifiedConsumerGetsADataAddressUnderAllNamesAndTheMessageIsValidDsp() throws Exception {
        String asset = dataspace.offer("mqtt-tls", Optional.empty(), "stock/+/temperature");
        try (Wiretap wire = Wiretap.open(dataspace.ports().next());
                Wiretap callback = Wiretap.open(dataspace.ports().next());
                StockRuntime consumer = StockRuntime.unmodified(
                        "stock-consumer",
                        dataspace.directory().resolve("stock-consumer"),
                        dataspace.ports(),
                        Map.of("edc.dsp.callback.address", wire.url() + "/api/protocol"))) {
            wire.passTo("http://localhost:" + consumer.protocolPort());
            Management own = Management.at(consumer.management());
            String agreement = negotiate(
                    connector(consumer.management()), dataspace.provider().protocol(), asset);
            String transfer = own.post("/v3/transferprocesses", """
                            {"@context": {"@vocab": "https://w3id.org/edc/v0.0.1/ns/"}, "@type": "TransferRequest",
                             "counterPartyAddress": "%s/2025-1", "protocol": "dataspace-protocol-http:2025-1",
                             "contractId": "%s", "transferType": "Mqtt-PULL",
                             "callbackAddresses": [{"uri": "%s", "events": ["transfer.process.started"],
                                                    "transactional": false}]}""".formatted(
                                    dataspace.provider().protocol(), agreement, callback.url()))
                    .path("@id")
                    .asText();
            await().atMost(PATIENCE).until(() -> own.get("/v3/transferprocesses/" + transfer)
                    .path("state")
                    .asText()
                    .equals("STARTED"));

            JsonNode start = JSON.readTree(wire.heard().stream()
                    .filter(heard -> heard.path().endsWith("/start"))
                    .findFirst()
                    .orElseThrow()
                    .body());
            assertThat(schema().validate(start)).isEmpty();
            assertThat(start.path("dataAddress").path("endpointType").asText()).isEqualTo("Mqtt");
            Map<String, String> written = endpointProperties(start);
            String url = "mqtts://localhost:" + dataspace.tlsPort();
            String token = written.get(MQTT + "authorization");
            assertThat(written)
                    .containsEntry(MQTT + "baseUrl", url)
                    .containsEntry(EDC + "endpoint", url)
                    .containsEntry(EDC + "mqttEndpointType", "mqtt-tls")
                    .containsEntry(MQTT + "mqttEndpointType", "mqtt-tls")
                    .containsEntry(EDC + "flowType", "PULL")
                    .containsEntry(EDC + "authorization", token)
                    .containsEntry(EDC + "authType", "bearer")
                    .containsEntry("authorization", token)
                    .containsEntry("authType", "bearer")
                    .containsEntry(MQTT + "topic", "stock/+/temperature");

            for (String space : List.of(MQTT, TX_AUTH, EDC, "")) {
                assertThat(written)
                        .containsEntry(space + "refreshToken", written.get(MQTT + "refreshToken"))
                        .containsEntry(space + "refreshEndpoint", "https://localhost:" + dataspace.wssPort() + "/token")
                        .containsEntry(space + "refreshAudience", "provider")
                        .containsEntry(space + "expiresIn", "300");
            }

            await().atMost(PATIENCE).until(() -> !callback.heard().isEmpty());
            JsonNode read = JSON.readTree(callback.heard().get(0).body())
                    .path("payload")
                    .path("dataAddress")
                    .path("properties");
            assertThat(read.path(EDC + "type").asText()).isEqualTo("Mqtt");
            assertThat(read.path(MQTT + "baseUrl").asText()).isEqualTo(url);
            assertThat(read.path(EDC + "authorization").asText()).isEqualTo(token);
            // What an unmodified connector of Tractus-X looks for before it refreshes.
            for (String name : List.of("refreshToken", "refreshEndpoint", "refreshAudience", "expiresIn")) {
                assertThat(read.path(TX_AUTH + name).asText()).isEqualTo(written.get(TX_AUTH + name));
            }

            try (MqttSession session =
                    MqttSession.connect(MqttVersion.MQTT_5_0, URI.create(url), dataspace.ca(), "stock", token)) {
                assertThat(session.subscribe("stock/press/temperature")).containsExactly(GRANTED);
                dataspace.broker().publish("stock/press/temperature", "42");
                assertThat(session.next()).isEqualTo("stock/press/temperature 42");
                connector(consumer.management()).terminate(transfer, "enough");
                session.ended().get(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aStockRuntimeOffersMqttByOneAdditionAndItsHttpAssetsStayAsTheyWere() throws Exception {
        int tls = dataspace.ports().next();
        Map<String, String> settings = new HashMap<>(Map.of(
                "edc.mqtt.data.dir", dataspace.directory().resolve("stock-data").toString(),
                "edc.mqtt.public.port", Integer.toString(dataspace.ports().next()),
                "edc.mqtt.public.tls.port", Integer.toString(tls)));
        try (StockRuntime provider = StockRuntime.withMqtt(
                "stock-provider", dataspace.directory().resolve("stock-provider"), dataspace.ports(), settings)) {
            Connector own = connector(provider.management());
            // Nothing listens there: an offer does not need the broker, a connection is told that it is away.
            own.offer(new Offer("mqtt", "mqtt://127.0.0.1:1", List.of("a/b"), "mqtt-tls"));
            Management management = Management.at(provider.management());
            management.post("/v3/assets", """
                    {"@context": {"@vocab": "https://w3id.org/edc/v0.0.1/ns/"}, "@id": "http", "properties": {},
                     "dataAddress": {"type": "HttpData", "baseUrl": "http://127.0.0.1:1/"}}""");
            management.offerToEverybody("http");
            Connector consumer = dataspace.consumer().management();

            await().atMost(PATIENCE)
                    .until(() -> formats(consumer, provider, "http").contains("HttpData-PULL"));
            assertThat(formats(consumer, provider, "mqtt")).containsExactly("Mqtt-PULL");
            assertThat(formats(consumer, provider, "http")).doesNotContain("Mqtt-PULL");

            String agreement = negotiate(consumer, provider.protocol(), "mqtt");
            String transfer = consumer.startTransfer(provider.protocol(), agreement);
            var address = consumer.dataAddress(transfer, PATIENCE);
            assertThat(address.url()).hasToString("mqtts://localhost:" + tls);
            assertThat(address.topics()).containsExactly("a/b");
        }
    }

    private static List<String> formats(Connector consumer, StockRuntime provider, String asset) {
        return consumer.catalog(provider.protocol(), Optional.empty())
                .find(asset)
                .map(CatalogEntry::formats)
                .orElse(List.of());
    }

    private static String negotiate(Connector consumer, URI provider, String asset) {
        var catalog = consumer.catalog(provider, Optional.empty());
        return consumer.negotiate(
                provider, catalog.providerId(), catalog.find(asset).orElseThrow(), PATIENCE);
    }

    private static Connector connector(URI management) {
        return new Connector(management, Optional.empty(), HttpClient.newHttpClient());
    }

    private static Schema schema() {
        return SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2019_09,
                        registry -> registry.schemaIdResolvers(ids -> ids.mapPrefix(SCHEMAS, "classpath:")))
                .getSchema(SchemaLocation.of(SCHEMAS + "transfer/transfer-start-message-schema.json"));
    }

    private static Map<String, String> endpointProperties(JsonNode start) {
        Map<String, String> properties = new HashMap<>();
        StreamSupport.stream(
                        start.path("dataAddress").path("endpointProperties").spliterator(), false)
                .forEach(property -> properties.put(
                        property.path("name").asText(), property.path("value").asText()));
        return properties;
    }
}
