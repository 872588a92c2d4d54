package dev.mqttdsp.core.address;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.topic.TopicFilter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads and judges the data address of an asset. */
public final class AddressReader {
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
     * @param values the address's properties under any of their spellings: texts, lists, or nodes of expanded JSON-LD
     */
    public AddressReading read(Map<String, ?> values) {
        Properties properties = new Properties(values);
        Problems problems = new Problems();
        Choices choices = new Choices(properties, problems);

        refuseCredentials(properties, problems);
        Route route = choices.of(Names.ROUTE, Route.GATEWAY);
        EndpointReader endpoint = new EndpointReader(properties, problems, route);
        EndpointType type = endpoint.type(allowInsecure);
        Broker broker = endpoint.broker(brokers, type);
        List<TopicFilter> topics = new TopicsReader(properties, problems).read(route, broker);
        Permission permission = choices.of(Names.PERMISSION, Permission.SUBSCRIBE);
        Authentication authentication = choices.of(Names.AUTH, Authentication.JWT);
        if (authentication == Authentication.USRPW && route == Route.DIRECT) {
            problems.add(
                    Names.AUTH,
                    "'usrpw' on the direct route",
                    "jwt, or the gateway route, where a password is made for each grant");
        }
        boolean retain = choices.flag(Names.RETAIN);

        return problems.found().isEmpty()
                ? new AddressReading.Valid(
                        new MqttAddress(broker, type, route, authentication, topics, permission, retain))
                : new AddressReading.Invalid(problems.found());
    }

    private static void refuseCredentials(Properties properties, Problems problems) {
        Stream.concat(
                        properties.ofPrefix(Names.OAUTH2_PREFIX).stream(),
                        LOGINS.stream().filter(name -> properties.text(name).isPresent()))
                .forEach(name -> problems.add(
                        name,
                        "a credential of the broker's",
                        "an address without credentials; what the gateway needs to log in at the broker belongs in a"
                                + " broker entry, edc.mqtt.broker.<name>"));
    }
}
