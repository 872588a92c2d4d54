package dev.mqttdsp.core.address;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.outbound.UrlGuard;
import dev.mqttdsp.core.topic.TopicFilter;
import java.util.List;
import java.util.Map;

/** Reads and judges the data address of an asset. */
public final class AddressReader {
    private final Brokers brokers;
    private final boolean allowInsecure;
    private final SecretAliases aliases;
    private final UrlGuard guard;

    /**
     * @param brokers the operator's broker entries
     * @param allowInsecure whether the operator consents to plain TCP for consumers on the direct route
     * @param aliases which secrets an address may name
     * @param guard judges the URLs of identity providers
     */
    public AddressReader(Brokers brokers, boolean allowInsecure, SecretAliases aliases, UrlGuard guard) {
        this.brokers = brokers;
        this.allowInsecure = allowInsecure;
        this.aliases = aliases;
        this.guard = guard;
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

        CredentialReader credentials = new CredentialReader(
                properties, problems, aliases, new IssuedTokenReader(properties, problems, aliases, guard));
        Route route = choices.of(Names.ROUTE, credentials.hasAny() ? Route.DIRECT : Route.GATEWAY);
        CredentialSource credential = credentials.read(route);
        EndpointReader endpoint = new EndpointReader(properties, problems, route);
        EndpointType type = endpoint.type(allowInsecure);
        Broker broker = endpoint.broker(brokers, type);
        List<TopicFilter> topics = new TopicsReader(properties, problems).read(route, broker);
        Permission permission = choices.of(Names.PERMISSION, Permission.SUBSCRIBE);
        boolean retain = choices.flag(Names.RETAIN);

        return problems.found().isEmpty()
                ? new AddressReading.Valid(new MqttAddress(broker, type, route, credential, topics, permission, retain))
                : new AddressReading.Invalid(problems.found());
    }
}
