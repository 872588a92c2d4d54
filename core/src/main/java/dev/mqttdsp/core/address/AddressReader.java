package dev.mqttdsp.core.address;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.BrokerUrls;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.topic.TopicFilter;
import dev.mqttdsp.core.topic.TopicSyntaxException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads and judges the data address of an asset. */
public final class AddressReader {
    private static final Set<String> GATEWAY_SCHEMES = Set.of("mqtt", "mqtts", "ws", "wss");
    private static final List<String> LOGINS = List.of("user", "username", "password", "passwordAlias");

    private final Brokers brokers;
    private final boolean allowInsecure;

    /**
     * @param brokers the operator's broker entries
     * @param allowInsecure whether the operator consents to plain TCP for consumers on the direct route
     */
    public AddressReader(Brokers brokers, boolean allowInsecure) {
        this.brokers = brokers;
        this.allowInsecure = allowInsecure;
    }

    /**
     * Reads an address.
     *
     * @param properties the address's properties under any of their spellings: texts, lists, or nodes of expanded
     *     JSON-LD
     */
    public AddressReading read(Map<String, ?> properties) {
        Reading reading = new Reading(new Properties(properties));
        MqttAddress address = reading.address();
        return reading.problems.isEmpty()
                ? new AddressReading.Valid(address)
                : new AddressReading.Invalid(reading.problems);
    }

    /** One reading: collects every problem instead of stopping at the first. */
    private final class Reading {
        private final Properties properties;
        private final List<AddressProblem> problems = new ArrayList<>();

        Reading(Properties properties) {
            this.properties = properties;
        }

        MqttAddress address() {
            refuseCredentials();
            Route route = choice(Names.ROUTE, Route.values(), Route.GATEWAY);
            EndpointType type = endpointType(route);
            Broker broker = broker(route);
            if (broker != null && type != null) {
                judgeUrl(route, type, broker.url());
            }
            List<TopicFilter> topics = topics();
            if (broker != null && route == Route.GATEWAY) {
                judgeTopics(broker, topics);
            }
            return new MqttAddress(
                    broker,
                    type,
                    route,
                    topics,
                    choice(Names.PERMISSION, Permission.values(), Permission.SUBSCRIBE),
                    retain());
        }

        private void refuseCredentials() {
            Stream.concat(
                            properties.ofPrefix(Names.OAUTH2_PREFIX).stream(),
                            LOGINS.stream().filter(name -> properties.text(name).isPresent()))
                    .forEach(name -> problem(
                            name,
                            "a credential of the broker's",
                            "an address without credentials; what the gateway needs to log in at the broker belongs in"
                                    + " a broker entry, edc.mqtt.broker.<name>"));
            properties
                    .text(Names.AUTH)
                    .filter(auth -> !auth.equals("jwt"))
                    .ifPresent(auth -> problem(Names.AUTH, quoted(auth), "jwt"));
        }

        private EndpointType endpointType(Route route) {
            String accepted = route == Route.DIRECT ? EndpointType.accepted() : "mqtt-wss, mqtt-tls";
            Optional<String> text = properties.text(Names.ENDPOINT_TYPE);
            if (text.isEmpty()) {
                problem(Names.ENDPOINT_TYPE, "nothing", accepted);
                return null;
            }
            Optional<EndpointType> type = EndpointType.of(text.get());
            if (type.isEmpty() || (route == Route.GATEWAY && type.get() == EndpointType.TCP_BASIC)) {
                problem(Names.ENDPOINT_TYPE, quoted(text.get()), accepted);
                return null;
            }
            if (type.get() == EndpointType.TCP_BASIC && !allowInsecure) {
                problem(
                        Names.ENDPOINT_TYPE,
                        quoted(text.get()),
                        "mqtt-wss, mqtt-tls; plain TCP only where the operator set edc.mqtt.allow.insecure=true");
            }
            return type.get();
        }

        private Broker broker(Route route) {
            Optional<URI> url = url(route);
            Optional<String> name = properties.text(Names.BROKER);
            if (name.isEmpty()) {
                return url.map(brokers::at).orElse(null);
            }
            Optional<Broker> named = brokers.named(name.get());
            if (named.isEmpty()) {
                problem(Names.BROKER, quoted(name.get()), "one of the configured broker entries " + brokers.names());
            } else if (url.isPresent() && !brokers.at(url.get()).equals(named.get())) {
                problem(
                        Names.BROKER,
                        quoted(name.get()) + " beside another baseUrl",
                        "the entry's own url as baseUrl, or no baseUrl");
            }
            return named.orElse(null);
        }

        private Optional<URI> url(Route route) {
            Optional<String> text = properties.text(Names.BASE_URL);
            if (text.isEmpty()) {
                if (properties.text(Names.BROKER).isEmpty()) {
                    problem(Names.BASE_URL, "nothing", acceptedUrl(route));
                }
                return Optional.empty();
            }
            Optional<URI> url = BrokerUrls.parse(text.get());
            if (url.isEmpty()) {
                problem(Names.BASE_URL, withoutLogin(text.get()), acceptedUrl(route));
            }
            return url;
        }

        private void judgeUrl(Route route, EndpointType type, URI url) {
            Set<String> schemes = route == Route.DIRECT ? type.schemes() : GATEWAY_SCHEMES;
            if (!schemes.contains(url.getScheme().toLowerCase(Locale.ROOT))) {
                String accepted = route == Route.DIRECT
                        ? "a URL with the scheme "
                                + String.join(" or ", schemes.stream().sorted().toList()) + ", which goes with "
                                + type.text()
                        : acceptedUrl(route);
                problem(Names.BASE_URL, quoted(url.toString()), accepted);
            }
        }

        private String acceptedUrl(Route route) {
            return route == Route.DIRECT
                    ? "the URL that the consumer connects to, such as wss://host/mqtt or mqtts://host:8883, without a login"
                    : "the URL at which the gateway reaches the broker, mqtt, mqtts, ws or wss://host[:port][/path],"
                            + " without a login";
        }

        private List<TopicFilter> topics() {
            List<TopicFilter> topics = new ArrayList<>();
            for (String value : properties.texts(Names.TOPIC)) {
                for (String line : value.lines()
                        .map(String::strip)
                        .filter(l -> !l.isEmpty())
                        .toList()) {
                    try {
                        topics.add(TopicFilter.grantable(line));
                    } catch (TopicSyntaxException e) {
                        problem(
                                Names.DSP_MQTT_PREFIX + ":" + Names.TOPIC,
                                quoted(line) + ", which " + e.getMessage(),
                                "one topic filter, several separated by newline, or a JSON array of them");
                    }
                }
            }
            return topics.stream().distinct().toList();
        }

        private void judgeTopics(Broker broker, List<TopicFilter> topics) {
            String property = Names.DSP_MQTT_PREFIX + ":" + Names.TOPIC;
            if (topics.isEmpty() && properties.texts(Names.TOPIC).isEmpty() && !broker.unrestricted()) {
                problem(
                        property,
                        "nothing",
                        "a topic filter; without one everything at the broker would be shared, which its entry must allow"
                                + " by edc.mqtt.broker.<name>.unrestricted=true");
            }
            topics.stream()
                    .filter(topic -> !broker.offers(topic))
                    .forEach(topic -> problem(
                            property,
                            quoted(topic.toString()),
                            "topics within " + broker.topics() + " of this broker"));
        }

        private boolean retain() {
            String text = properties.text(Names.RETAIN).orElse("false");
            if (!Set.of("true", "false").contains(text.toLowerCase(Locale.ROOT))) {
                problem(Names.RETAIN, quoted(text), "true, false");
            }
            return Boolean.parseBoolean(text);
        }

        private <E extends Enum<E>> E choice(String name, E[] values, E fallback) {
            Optional<String> text = properties.text(name);
            if (text.isEmpty()) {
                return fallback;
            }
            return Arrays.stream(values)
                    .filter(value -> value.name().equalsIgnoreCase(text.get()))
                    .findFirst()
                    .orElseGet(() -> {
                        List<String> accepted = Arrays.stream(values)
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .toList();
                        problem(name, quoted(text.get()), String.join(", ", accepted));
                        return fallback;
                    });
        }

        private void problem(String property, String found, String accepted) {
            problems.add(new AddressProblem(property, found, accepted));
        }

        /** What stands before an @ in a URL may be a password: it is not repeated in a message. */
        private static String withoutLogin(String url) {
            return quoted(url.replaceAll("//[^/@]*@", "//***@"));
        }

        private static String quoted(String text) {
            return "'" + text + "'";
        }
    }
}
