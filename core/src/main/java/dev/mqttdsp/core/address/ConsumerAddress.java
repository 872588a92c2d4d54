package dev.mqttdsp.core.address;

import dev.mqttdsp.core.token.IssuedToken;
import dev.mqttdsp.core.topic.TopicFilter;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The data address that a consumer is given for its grant.
 *
 * @param url where to connect
 * @param endpointType the transport there
 * @param accessToken goes into the password field of MQTT's CONNECT
 * @param expiresIn the token's life from now, whole seconds
 * @param topics what is granted; empty where the broker decides
 */
public record ConsumerAddress(
        URI url, EndpointType endpointType, IssuedToken accessToken, Duration expiresIn, List<TopicFilter> topics) {

    public ConsumerAddress {
        topics = List.copyOf(topics);
    }

    /**
     * The properties by their literal names, each value a text; the {@code type} is not among them.
     *
     * <p>Each value stands under every name that some consumer reads: bare names are those of the Data Plane Signaling
     * protocol, EDC's what a connector reads, and the others what ADR 012 prints.
     */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(Names.DSP_MQTT + Names.BASE_URL, url.toString());
        properties.put(Names.EDC + Names.ENDPOINT, url.toString());
        properties.put(Names.EDC + Names.ENDPOINT_TYPE, endpointType.text());
        properties.put(Names.DSP_MQTT + Names.ENDPOINT_TYPE, endpointType.text());
        properties.put(Names.EDC + Names.FLOW_TYPE, "PULL");
        properties.put(Names.DSP_MQTT + Names.AUTHORIZATION, accessToken.value());
        properties.put(Names.EDC + Names.AUTHORIZATION, accessToken.value());
        properties.put(Names.EDC + Names.AUTH_TYPE, "bearer");
        properties.put(Names.AUTHORIZATION, accessToken.value());
        properties.put(Names.AUTH_TYPE, "bearer");
        String seconds = Long.toString(expiresIn.toSeconds());
        properties.put(Names.DSP_MQTT + Names.EXPIRES_IN, seconds);
        properties.put(Names.EDC + Names.EXPIRES_IN, seconds);
        properties.put(Names.EXPIRES_IN, seconds);
        if (!topics.isEmpty()) {
            properties.put(
                    Names.DSP_MQTT + Names.TOPIC,
                    topics.stream().map(TopicFilter::toString).collect(Collectors.joining("\n")));
        }
        return properties;
    }
}
