package dev.mqttdsp.core.address;

import dev.mqttdsp.core.topic.TopicFilter;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The data address that a consumer is given for its grant.
 *
 * @param url where to connect
 * @param endpointType the transport there
 * @param credential what to log in with
 * @param topics what is granted; empty where the broker decides
 */
public record ConsumerAddress(
        URI url, EndpointType endpointType, ConsumerCredential credential, List<TopicFilter> topics) {

    public ConsumerAddress {
        topics = List.copyOf(topics);
    }

    /**
     * The properties by their literal names, each value a text; the {@code type} is not among them.
     *
     * <p>Each value stands under every name that some consumer reads.
     */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(Names.DSP_MQTT + Names.BASE_URL, url.toString());
        properties.put(Names.EDC + Names.ENDPOINT, url.toString());
        properties.put(Names.EDC + Names.ENDPOINT_TYPE, endpointType.text());
        properties.put(Names.DSP_MQTT + Names.ENDPOINT_TYPE, endpointType.text());
        properties.put(Names.EDC + Names.FLOW_TYPE, "PULL");
        properties.putAll(credential.properties());
        if (!topics.isEmpty()) {
            properties.put(
                    Names.DSP_MQTT + Names.TOPIC,
                    topics.stream().map(TopicFilter::toString).collect(Collectors.joining("\n")));
        }
        return properties;
    }
}
