package dev.mqttdsp.core.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.outbound.UrlGuard;
import dev.mqttdsp.core.topic.BrokerDialect;
import dev.mqttdsp.core.topic.TopicFilter;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressReaderTest {
    private static final Broker PLANT = entry("plant", "mqtts://plant.internal", List.of("plant/#"), false);
    private static final Broker OPEN = entry("open", "mqtt://open.internal", List.of(), true);
    private static final Broker EDGE = entry("edge", "wss://edge.example/mqtt", List.of(), false);
    private static final Brokers BROKERS = new Brokers(List.of(PLANT, OPEN, EDGE));

    private static final SecretAliases ALIASES = new SecretAliases("asset-", Set.of("asset-reserved"));

    private static final UrlGuard GUARD = new UrlGuard(new UrlGuard.Rules(true, false, Set.of(), Set.of(8181)));

    private final AddressReader reader = new AddressReader(BROKERS, false, ALIASES, GUARD);

    @Nested
    class Accepts {

        @Test
        void theLeastThatAnOfferNeeds() {
            MqttAddress address = valid(gateway());

            assertThat(address)
                    .isEqualTo(new MqttAddress(
                            Broker.at(URI.create("mqtt://broker.internal:1884")),
                            EndpointType.WSS,
                            Route.GATEWAY,
                            new CredentialSource.SignedToken(),
                            List.of(TopicFilter.of("sensor/temperature")),
                            Permission.SUBSCRIBE,
                            false));
        }

        @ParameterizedTest
        @ValueSource(strings = {"mqtt", "mqtts", "ws", "wss"})
        void everySchemeBehindTheGatewayWhateverTheConsumerIsGiven(String scheme) {
            var properties = with(gateway(), "baseUrl", scheme + "://broker.internal");

            assertThat(valid(with(properties, "mqttEndpointType", "mqtt-tls"))
                            .broker()
                            .url())
                    .hasScheme(scheme);
        }

        @Test
        void everyChoice() {
            var properties = with(gateway(), "mqttPermission", "Both");
            properties.put("mqttRetain", true);
            properties.put("mqttAuth", "usrpw");
            properties.put("mqttRoute", "gateway");

            MqttAddress address = valid(properties);

            assertThat(address.permission()).isEqualTo(Permission.BOTH);
            assertThat(address.retain()).isTrue();
            assertThat(address.route()).isEqualTo(Route.GATEWAY);
            assertThat(address.credential()).isEqualTo(new CredentialSource.MadePassword());
        }

        @ParameterizedTest
        @ValueSource(strings = {"user", "username", "dsp-mqtt:user", "https://w3id.org/edc/v0.0.1/ns/username"})
        void theBrokersOwnLoginWhichMeansTheDirectRoute(String user) {
            MqttAddress address = valid(login(user, "reader", "passwordAlias", "asset-secret"));

            assertThat(address.route()).isEqualTo(Route.DIRECT);
            assertThat(address.credential()).isEqualTo(new CredentialSource.BrokersLogin("reader", "asset-secret"));
            assertThat(address.toString()).doesNotContain("hunter2");
        }

        @Test
        void aLoginInBothSpellingsOfItsUser() {
            assertThat(valid(login("user", "u", "username", "u", "passwordAlias", "asset-secret", "mqttAuth", "usrpw"))
                            .credential())
                    .isEqualTo(new CredentialSource.BrokersLogin("u", "asset-secret"));
        }

        @ParameterizedTest
        @CsvSource({
            "mqtt-wss, wss://broker.example/mqtt",
            "mqtt-wss, WSS://broker.example/mqtt",
            "mqtt-tls, mqtts://broker.example",
            "mqtt-tls, ssl://broker.example:8884"
        })
        void theDirectRouteWhereSchemeAndEndpointTypeAgree(String type, String url) {
            assertThat(valid(direct(type, url)).route()).isEqualTo(Route.DIRECT);
        }

        @ParameterizedTest
        @ValueSource(strings = {"mqtt://broker.example", "tcp://broker.example:1883"})
        void plainTcpWithTheOperatorsConsent(String url) {
            AddressReading reading =
                    new AddressReader(BROKERS, true, ALIASES, GUARD).read(direct("mqtt-tcp-basic", url));

            assertThat(reading).isInstanceOf(AddressReading.Valid.class);
        }

        @Test
        void theDirectRouteWithoutATopicBecauseTheBrokerDecides() {
            assertThat(valid(without(direct("mqtt-wss", "wss://broker.example"), "dsp-mqtt:topic"))
                            .topics())
                    .isEmpty();
        }

        @Test
        void noTopicWhereTheEntrySaysUnrestricted() {
            assertThat(valid(without(with(gateway(), "baseUrl", "mqtt://open.internal:1883"), "dsp-mqtt:topic"))
                            .broker())
                    .isEqualTo(OPEN);
        }

        @Test
        void anEntryByItsNameWithoutBaseUrl() {
            var properties = with(without(gateway(), "baseUrl"), "mqttBroker", "open");

            assertThat(valid(properties).broker()).isEqualTo(OPEN);
        }

        @Test
        void anEntryByItsNameBesideItsOwnUrl() {
            var properties = with(with(gateway(), "baseUrl", "MQTT://open.internal:1883/"), "mqttBroker", "open");

            assertThat(valid(properties).broker()).isEqualTo(OPEN);
        }

        @Test
        void anEntryOnTheDirectRouteWhoseUrlTheConsumerIsGiven() {
            var properties = without(direct("mqtt-wss", "wss://x"), "baseUrl");

            assertThat(valid(with(properties, "mqttBroker", "edge")).broker()).isEqualTo(EDGE);
        }

        @Test
        void topicsWithinWhatTheEntryOffers() {
            var properties = with(gateway(), "baseUrl", "mqtts://plant.internal");

            assertThat(valid(with(properties, "dsp-mqtt:topic", "plant/+/state"))
                            .topics())
                    .containsExactly(TopicFilter.of("plant/+/state"));
        }
    }

    @Nested
    class Spellings {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "edc:",
                    "dsp-mqtt:",
                    "https://w3id.org/edc/v0.0.1/ns/",
                    "https://w3id.org/dspace/2025/1/mqtt-pull/",
                    "https://w3id.org/edc/v0.0.1/ns/dsp-mqtt:"
                })
        void ofEveryProperty(String prefix) {
            MqttAddress address = valid(Map.of(
                    prefix + "baseUrl", "wss://edge.example/mqtt",
                    prefix + "mqttEndpointType", "mqtt-wss",
                    prefix + "topic", "a/#",
                    prefix + "mqttRoute", "direct",
                    prefix + "mqttBroker", "edge",
                    prefix + "mqttPermission", "publish",
                    prefix + "mqttRetain", "true"));

            assertThat(address)
                    .isEqualTo(new MqttAddress(
                            EDGE,
                            EndpointType.WSS,
                            Route.DIRECT,
                            new CredentialSource.SignedToken(),
                            List.of(TopicFilter.of("a/#")),
                            Permission.PUBLISH,
                            true));
        }

        @ParameterizedTest
        @CsvSource({
            "mqtt-wss, WSS",
            "mqtt-tls, TLS",
            "mqtt-wss-oauth2, WSS",
            "mqtt-wss-jwt-oauth2, WSS",
            "mqtt-wss-basic, WSS",
            "mqtt-wss-usrpw, WSS",
            "mqtt-tls-oauth2, TLS",
            "mqtt-tls-jwt-oauth2, TLS",
            "mqtt-tls-basic, TLS",
            "mqtt-tls-usrpw, TLS",
            "' MQTT-WSS ', WSS"
        })
        void ofTheEndpointType(String text, EndpointType type) {
            assertThat(valid(with(gateway(), "mqttEndpointType", text)).endpointType())
                    .isEqualTo(type);
        }

        @ParameterizedTest
        @ValueSource(strings = {"mqtt-tcp-basic", "mqtt-tcp-oauth2", "mqtt-tcp-jwt-oauth2", "mqtt-tcp-usrpw"})
        void ofPlainTcp(String text) {
            assertThat(EndpointType.of(text)).contains(EndpointType.TCP_BASIC);
        }

        @Test
        void ofSeveralTopicsByNewlines() {
            assertThat(topics("a/+\n\n  b/#  \r\na/+\n")).containsExactly("a/+", "b/#");
        }

        @Test
        void ofSeveralTopicsByAnArray() {
            assertThat(topics(List.of("a/+", "b/#", "c\nd", "a/+"))).containsExactly("a/+", "b/#", "c", "d");
        }

        @Test
        void ofSeveralTopicsByExpandedJsonLd() {
            assertThat(topics(List.of(Map.of("@list", List.of(Map.of("@value", "a"), Map.of("@value", "b"))))))
                    .containsExactly("a", "b");
        }

        @Test
        void ofOneValueInExpandedJsonLd() {
            assertThat(valid(with(gateway(), "baseUrl", List.of(Map.of("@value", "mqtt://open.internal"))))
                            .broker())
                    .isEqualTo(OPEN);
        }

        @Test
        void theFirstThatHoldsAValueCounts() {
            var properties = with(gateway(), "https://w3id.org/edc/v0.0.1/ns/baseUrl", " ");
            properties.put("edc:baseUrl", null);

            assertThat(valid(properties).broker().url()).hasToString("mqtt://broker.internal:1884");
        }

        @Test
        void caseAndInnerBlanksOfTopicsStay() {
            assertThat(topics("Plant/line 1/+")).containsExactly("Plant/line 1/+");
        }

        private List<String> topics(Object value) {
            return valid(with(gateway(), "dsp-mqtt:topic", value)).topics().stream()
                    .map(TopicFilter::toString)
                    .toList();
        }
    }

    @Nested
    class Refuses {

        @Test
        void noEndpointType() {
            assertThat(onlyProblem(without(gateway(), "mqttEndpointType")))
                    .isEqualTo("mqttEndpointType: found nothing; accepted: mqtt-wss, mqtt-tls");
        }

        @ParameterizedTest
        @ValueSource(strings = {"mqtt", "wss", "mqtt-ws", "mqtt-wss-", "mqtt-wss-saml", "mqtt-quic"})
        void anUnknownEndpointType(String type) {
            assertThat(onlyProblem(with(gateway(), "mqttEndpointType", type)))
                    .isEqualTo("mqttEndpointType: found '" + type + "'; accepted: mqtt-wss, mqtt-tls");
            assertThat(onlyProblem(direct(type, "wss://broker.example")))
                    .endsWith("accepted: mqtt-wss, mqtt-tls, mqtt-tcp-basic");
        }

        @ParameterizedTest
        @CsvSource({
            "mqtt-wss, mqtts://broker.example, wss",
            "mqtt-wss, ws://broker.example, wss",
            "mqtt-tls, wss://broker.example, mqtts or ssl",
            "mqtt-tls, mqtt://broker.example, mqtts or ssl",
        })
        void aSchemeThatDoesNotGoWithTheEndpointTypeOnTheDirectRoute(String type, String url, String accepted) {
            assertThat(onlyProblem(direct(type, url)))
                    .isEqualTo("baseUrl: found '" + url + "'; accepted: a URL with the scheme " + accepted
                            + ", which goes with " + type);
        }

        @Test
        void anEntryWhoseSchemeDoesNotGoWithTheEndpointTypeOnTheDirectRoute() {
            var properties = with(without(direct("mqtt-tls", ""), "baseUrl"), "mqttBroker", "edge");

            assertThat(onlyProblem(properties)).startsWith("baseUrl: found 'wss://edge.example/mqtt'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"tcp://broker.internal", "ssl://broker.internal"})
        void schemesThatTheGatewayDoesNotSpeak(String url) {
            assertThat(onlyProblem(with(gateway(), "baseUrl", url)))
                    .startsWith(
                            "baseUrl: found '" + url + "'; accepted: the URL at which the gateway reaches the broker");
        }

        @Test
        void noBaseUrl() {
            assertThat(onlyProblem(without(gateway(), "baseUrl")))
                    .startsWith("baseUrl: found nothing; accepted: the URL at which the gateway reaches the broker");
            assertThat(onlyProblem(without(direct("mqtt-wss", ""), "baseUrl")))
                    .startsWith("baseUrl: found nothing; accepted: the URL that the consumer connects to");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"broker.internal", "http://broker.internal", "mqtt://", "mqtt://bro ker", "mqtt://b:99999"})
        void aBaseUrlThatIsNone(String url) {
            assertThat(onlyProblem(with(gateway(), "baseUrl", url)))
                    .startsWith("baseUrl: found '" + url + "'; accepted: ");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "wss://user:hunter2@broker.example/mqtt",
                    "wss://hunter2@broker.example",
                    "wss://user:hun/hunter2@broker.example",
                    "wss://user:hun@hunter2@broker.example",
                    "wss://user:hun?hunter2@broker.example",
                    "wss://user:hun#hunter2@broker.example",
                    "mqtt:user:hunter2@broker.example",
                    "//user:hunter2@broker.example",
                    "user:hunter2@broker.example",
                    "http://broker.example/?password=hunter2",
                    "http://broker.example/?email=a@hunter2",
                    "wss://user:hunter2@broker.example:99999"
                })
        void aLoginInTheBaseUrlWithoutRepeatingIt(String url) {
            for (var properties : List.of(with(gateway(), "baseUrl", url), direct("mqtt-wss", url))) {
                assertThat(onlyProblem(properties))
                        .startsWith("baseUrl: found '")
                        .contains("without a login")
                        .doesNotContain("hunter2");
            }
        }

        @Test
        void aQueryIsNotRepeatedWhereTheSchemeDisagrees() {
            assertThat(onlyProblem(direct("mqtt-tls", "wss://broker.example/mqtt?token=hunter2")))
                    .startsWith("baseUrl: found 'wss://broker.example/mqtt?***'")
                    .doesNotContain("hunter2");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "oauth2:tokenUrl",
                    "oauth2:clientId",
                    "oauth2:clientSecretKeyAlias",
                    "oauth2:clientSecretKey",
                    "https://w3id.org/edc/v0.0.1/ns/oauth2:clientId",
                    "https://provider.example/oauth2/clientId",
                    "https://provider.example/oauth2#clientId"
                })
        void credentialsOfAnIdentityProviderOnTheGatewayRoute(String key) {
            assertThat(onlyProblem(with(with(gateway(), "mqttRoute", "gateway"), key, "hunter2")))
                    .startsWith(key + ": found a credential on the gateway route")
                    .contains("edc.mqtt.broker.<name>")
                    .doesNotContain("hunter2");
        }

        @ParameterizedTest
        @CsvSource({
            "user, user",
            "edc:user, user",
            "https://w3id.org/dspace/2025/1/mqtt-pull/username, username",
            "passwordAlias, passwordAlias",
            "dsp-mqtt:password, password"
        })
        void credentialsOfTheBroker(String key, String property) {
            assertThat(onlyProblem(with(with(gateway(), "mqttRoute", "gateway"), key, "asset-hunter2")))
                    .startsWith(property + ": found a credential")
                    .contains("edc.mqtt.broker.<name>")
                    .doesNotContain("hunter2");
        }

        @Test
        void bothKindsOfCredentialsAtOnce() {
            var properties = login("oauth2:clientId", "c", "user", "u", "passwordAlias", "asset-secret");

            assertThat(problems(properties))
                    .first()
                    .asString()
                    .contains("oauth2:clientId", "beside a login of the broker's", "one of the two");
        }

        @ParameterizedTest
        @CsvSource({
            "a/#/b, has '#' elsewhere",
            "a+/b, has '+' beside",
            "$share/g/a, never granted",
            "$queue/a, never granted",
            "$exclusive/a, never granted",
            "$delayed/1/a, never granted",
            "$CONTROL/x, never granted",
            "$SYS/#, has a wildcard below"
        })
        void aTopicThatIsInvalidOrForbidden(String topic, String why) {
            assertThat(onlyProblem(with(gateway(), "dsp-mqtt:topic", topic)))
                    .startsWith("dsp-mqtt:topic: found '" + topic + "', which ")
                    .contains(why)
                    .endsWith("accepted: one topic filter, several separated by newline, or a JSON array of them");
        }

        @Test
        void everyWrongOneOfSeveralTopics() {
            assertThat(problems(with(gateway(), "dsp-mqtt:topic", List.of("a", "b#", "c", "d+"))))
                    .extracting(AddressProblem::found)
                    .satisfiesExactly(first -> assertThat(first).startsWith("'b#'"), second -> assertThat(second)
                            .startsWith("'d+'"));
        }

        @Test
        void aLongTopicCutButWithTheReason() {
            assertThat(onlyProblem(with(gateway(), "dsp-mqtt:topic", "\uD83D\uDE00".repeat(500) + "#")))
                    .startsWith("dsp-mqtt:topic: found '" + "\uD83D\uDE00".repeat(80) + "…', which has '#'")
                    .hasSizeLessThan(400);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\n", "\r\n \n"})
        void noTopicOnTheGatewayRouteWithoutUnrestricted(String blank) {
            assertThat(onlyProblem(with(gateway(), "dsp-mqtt:topic", blank)))
                    .startsWith("dsp-mqtt:topic: found nothing")
                    .contains("edc.mqtt.broker.<name>.unrestricted=true");
            assertThat(onlyProblem(without(gateway(), "dsp-mqtt:topic"))).startsWith("dsp-mqtt:topic: found nothing");
            assertThat(onlyProblem(with(gateway(), "dsp-mqtt:topic", List.of())))
                    .startsWith("dsp-mqtt:topic: found nothing");
        }

        @ParameterizedTest
        @ValueSource(strings = {"lab/a", "#", "plant/a.b"})
        void topicsBeyondWhatTheEntryOffers(String topic) {
            assertThat(onlyProblem(with(with(gateway(), "baseUrl", "mqtts://plant.internal"), "topic", topic)))
                    .isEqualTo(
                            "dsp-mqtt:topic: found '" + topic + "'; accepted: topics within [plant/#] of this broker");
        }

        @Test
        void topicsBeyondWhatTheEntryOffersOnTheDirectRouteToo() {
            var properties = with(direct("mqtt-tls", "mqtts://plant.internal"), "topic", "lab/a");

            assertThat(onlyProblem(properties)).startsWith("dsp-mqtt:topic: found 'lab/a'");
        }

        @Test
        void moreTopicsThanATokenCarries() {
            String many = IntStream.rangeClosed(0, 100).mapToObj(i -> "t/" + i).collect(Collectors.joining("\n"));

            assertThat(onlyProblem(with(gateway(), "dsp-mqtt:topic", many)))
                    .startsWith("dsp-mqtt:topic: found 101 topic filters")
                    .endsWith("at most 100 topic filters of 8192 bytes together");
            assertThat(onlyProblem(with(gateway(), "dsp-mqtt:topic", "ä".repeat(4_097))))
                    .startsWith("dsp-mqtt:topic: found 1 topic filters of 8194 bytes");
        }

        @Test
        void plainTcpWithoutTheOperatorsConsent() {
            assertThat(onlyProblem(direct("mqtt-tcp-basic", "mqtt://broker.example")))
                    .startsWith("mqttEndpointType: found 'mqtt-tcp-basic'")
                    .contains("edc.mqtt.allow.insecure=true");
        }

        @Test
        void plainTcpOnTheGatewayRouteEvenWithConsent() {
            AddressReading reading = new AddressReader(BROKERS, true, ALIASES, GUARD)
                    .read(with(gateway(), "mqttEndpointType", "mqtt-tcp-basic"));

            assertThat(messages(reading))
                    .containsExactly("mqttEndpointType: found 'mqtt-tcp-basic'; accepted: mqtt-wss, mqtt-tls");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "mqttRoute | sideways | gateway, direct",
                    "mqttPermission | read | subscribe, publish, both",
                    "mqttRetain | yes | true, false",
                    "mqttAuth | basic | jwt, usrpw",
                    "mqttBroker | nowhere | one of the configured broker entries [edge, open, plant]"
                })
        void unknownValues(String property, String value, String accepted) {
            assertThat(onlyProblem(with(gateway(), property, value)))
                    .isEqualTo(property + ": found '" + value + "'; accepted: " + accepted);
        }

        @Test
        void aPasswordOfThisConnectorsWhereTheGatewayIsNot() {
            assertThat(onlyProblem(with(direct("mqtt-tls", "mqtts://broker.example"), "mqttAuth", "usrpw")))
                    .startsWith("mqttAuth: found 'usrpw' on the direct route without a login")
                    .contains("user and passwordAlias");
        }

        @Test
        void aTokenBesideALoginOfTheBrokers() {
            assertThat(onlyProblem(login("user", "u", "passwordAlias", "asset-secret", "mqttAuth", "jwt")))
                    .startsWith("mqttAuth: found 'jwt' beside a login of the broker's");
        }

        @Test
        void aPasswordInClear() {
            assertThat(onlyProblem(login("user", "u", "passwordAlias", "asset-secret", "password", "hunter2")))
                    .startsWith("password: found a password in clear; accepted: passwordAlias")
                    .doesNotContain("hunter2");
        }

        @ParameterizedTest
        @ValueSource(strings = {"token-key", "asset-reserved", "Asset-secret"})
        void anAliasThatAssetsMayNotName(String alias) {
            assertThat(onlyProblem(login("user", "u", "passwordAlias", alias)))
                    .startsWith("passwordAlias: found '" + alias + "'; accepted: the alias of a secret in the vault")
                    .endsWith("beginning with 'asset-'");
        }

        @Test
        void halfALogin() {
            assertThat(onlyProblem(login("user", "u"))).startsWith("passwordAlias: found nothing");
            assertThat(onlyProblem(login("passwordAlias", "asset-secret"))).startsWith("user: found nothing");
            assertThat(onlyProblem(login("user", "u", "username", "v", "passwordAlias", "asset-secret")))
                    .startsWith("user: found two different user names");
        }

        @Test
        void anEntryByNameBesideAnotherUrl() {
            assertThat(onlyProblem(with(gateway(), "mqttBroker", "open")))
                    .startsWith("mqttBroker: found 'open' beside another baseUrl");
        }

        @Test
        void everythingAtOnceSoThatItsAuthorSeesItAll() {
            assertThat(problems(Map.of("mqttRoute", "x", "mqttPermission", "x", "mqttRetain", "x", "user", "x")))
                    .extracting(AddressProblem::property)
                    .containsExactly(
                            "mqttRoute",
                            "passwordAlias",
                            "mqttEndpointType",
                            "baseUrl",
                            "mqttPermission",
                            "mqttRetain");
        }

        @Test
        void anEmptyAddress() {
            assertThat(problems(Map.of()))
                    .extracting(AddressProblem::property)
                    .containsExactly("mqttEndpointType", "baseUrl");
        }
    }

    private MqttAddress valid(Map<String, ?> properties) {
        AddressReading reading = reader.read(properties);
        assertThat(reading).isInstanceOf(AddressReading.Valid.class);
        return ((AddressReading.Valid) reading).address();
    }

    private List<AddressProblem> problems(Map<String, ?> properties) {
        return problems(reader.read(properties));
    }

    private static List<AddressProblem> problems(AddressReading reading) {
        assertThat(reading).isInstanceOf(AddressReading.Invalid.class);
        return ((AddressReading.Invalid) reading).problems();
    }

    private static List<String> messages(AddressReading reading) {
        return problems(reading).stream().map(AddressProblem::message).toList();
    }

    private String onlyProblem(Map<String, ?> properties) {
        List<String> messages = messages(reader.read(properties));
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    private static Map<String, Object> gateway() {
        return new HashMap<>(Map.of(
                "mqttEndpointType", "mqtt-wss",
                "baseUrl", "mqtt://broker.internal:1884",
                "dsp-mqtt:topic", "sensor/temperature"));
    }

    private static Map<String, Object> direct(String type, String url) {
        return new HashMap<>(
                Map.of("mqttRoute", "direct", "mqttEndpointType", type, "baseUrl", url, "dsp-mqtt:topic", "plant/a"));
    }

    /** An address that says nothing of its route, with those properties. */
    private static Map<String, Object> login(String... properties) {
        Map<String, Object> address = without(direct("mqtt-tls", "mqtts://broker.example"), "mqttRoute");
        for (int i = 0; i < properties.length; i += 2) {
            address.put(properties[i], properties[i + 1]);
        }
        return address;
    }

    /** Sets the property, in place of any spelling that is there. */
    private static Map<String, Object> with(Map<String, Object> properties, String key, Object value) {
        Map<String, Object> copy =
                key.equals("topic") ? without(properties, "dsp-mqtt:topic") : new HashMap<>(properties);
        copy.put(key, value);
        return copy;
    }

    private static Map<String, Object> without(Map<String, Object> properties, String... keys) {
        Map<String, Object> copy = new HashMap<>(properties);
        Arrays.asList(keys).forEach(copy::remove);
        return copy;
    }

    private static Broker entry(String name, String url, List<String> topics, boolean unrestricted) {
        return new Broker(
                name,
                URI.create(url),
                BrokerLogin.anonymous(),
                topics.stream().map(TopicFilter::of).toList(),
                unrestricted,
                BrokerDialect.UNKNOWN);
    }
}
