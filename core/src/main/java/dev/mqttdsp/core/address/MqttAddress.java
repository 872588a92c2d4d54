package dev.mqttdsp.core.address;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.topic.TopicFilter;
import java.util.List;

/**
 * The data address of an asset, read and found valid.
 *
 * @param broker where the messages are; on the direct route its URL is what the consumer is given
 * @param endpointType the transport that the consumer is given
 * @param route the way of the messages
 * @param credential what the consumer logs in with
 * @param topics what is granted; empty leaves it to the broker
 * @param permission what the consumer may do
 * @param retain whether it may also leave retained messages
 */
public record MqttAddress(
        Broker broker,
        EndpointType endpointType,
        Route route,
        CredentialSource credential,
        List<TopicFilter> topics,
        Permission permission,
        boolean retain) {
    /** The {@code type} of the data address, and so of its source and of its endpoint. */
    public static final String TYPE = "Mqtt";
    /** The transfer type, which is also the {@code format} of the distribution (ADR 012, Offering Requirements). */
    public static final String TRANSFER_TYPE = "Mqtt-PULL";

    public MqttAddress {
        topics = List.copyOf(topics);
    }
}
