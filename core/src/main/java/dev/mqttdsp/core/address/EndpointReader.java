package dev.mqttdsp.core.address;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.BrokerUrls;
import dev.mqttdsp.core.broker.Brokers;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads where the messages are and how the consumer gets to them: endpoint type, URL and broker entry. */
final class EndpointReader {
    private static final Set<String> GATEWAY_SCHEMES = Set.of("mqtt", "mqtts", "ws", "wss");
    private static final String ENCRYPTED = EndpointType.WSS.text() + ", " + EndpointType.TLS.text();

    private final Properties properties;
    private final Problems problems;
    private final Route route;

    EndpointReader(Properties properties, Problems problems, Route route) {
        this.properties = properties;
        this.problems = problems;
        this.route = route;
    }

    /** The endpoint type, or null where there is none to go on with. */
    EndpointType type(boolean allowInsecure) {
        String accepted = route == Route.DIRECT ? EndpointType.accepted() : ENCRYPTED;
        Optional<String> text = properties.text(Names.ENDPOINT_TYPE);
        if (text.isEmpty()) {
            problems.add(Names.ENDPOINT_TYPE, "nothing", accepted);
            return null;
        }
        Optional<EndpointType> type = EndpointType.of(text.get());
        if (type.isEmpty() || (route == Route.GATEWAY && type.get() == EndpointType.TCP_BASIC)) {
            problems.add(Names.ENDPOINT_TYPE, Problems.quoted(text.get()), accepted);
            return null;
        }
        if (type.get() == EndpointType.TCP_BASIC && !allowInsecure) {
            problems.add(
                    Names.ENDPOINT_TYPE,
                    Problems.quoted(text.get()),
                    ENCRYPTED + "; plain TCP only where the operator set edc.mqtt.allow.insecure=true");
        }
        return type.get();
    }

    /** The broker, or null where there is none to go on with; its URL goes with that endpoint type, where there is one. */
    Broker broker(Brokers brokers, EndpointType type) {
        Broker broker = find(brokers);
        if (broker != null && type != null) {
            judgeScheme(type, broker.url());
        }
        return broker;
    }

    private Broker find(Brokers brokers) {
        Optional<URI> url = url();
        Optional<String> name = properties.text(Names.BROKER);
        if (name.isEmpty()) {
            return url.map(brokers::at).orElse(null);
        }
        Optional<Broker> named = brokers.named(name.get());
        if (named.isEmpty()) {
            problems.add(
                    Names.BROKER,
                    Problems.quoted(name.get()),
                    "one of the configured broker entries " + brokers.names());
        } else if (url.isPresent()
                && !brokers.at(url.get()).name().equals(named.get().name())) {
            problems.add(
                    Names.BROKER,
                    Problems.quoted(name.get()) + " beside another baseUrl",
                    "one of the entry's own urls as baseUrl, or no baseUrl");
        }
        return named.orElse(null);
    }

    private Optional<URI> url() {
        Optional<String> text = properties.text(Names.BASE_URL);
        if (text.isEmpty()) {
            if (properties.text(Names.BROKER).isEmpty()) {
                problems.add(Names.BASE_URL, "nothing", acceptedUrl());
            }
            return Optional.empty();
        }
        Optional<URI> url = BrokerUrls.parse(text.get());
        if (url.isEmpty()) {
            problems.add(Names.BASE_URL, Problems.quotedUrl(text.get()), acceptedUrl());
        }
        return url;
    }

    private void judgeScheme(EndpointType type, URI url) {
        Set<String> schemes = route == Route.DIRECT ? type.schemes() : GATEWAY_SCHEMES;
        if (!schemes.contains(url.getScheme().toLowerCase(Locale.ROOT))) {
            String accepted = route == Route.DIRECT
                    ? "a URL with the scheme "
                            + String.join(" or ", schemes.stream().sorted().toList()) + ", which goes with "
                            + type.text()
                    : acceptedUrl();
            problems.add(Names.BASE_URL, Problems.quotedUrl(url.toString()), accepted);
        }
    }

    private String acceptedUrl() {
        return route == Route.DIRECT
                ? "the URL that the consumer connects to, such as wss://host/mqtt or mqtts://host:8883, without a login"
                : "the URL at which the gateway reaches the broker, mqtt, mqtts, ws or wss://host[:port][/path], without"
                        + " a login";
    }
}
