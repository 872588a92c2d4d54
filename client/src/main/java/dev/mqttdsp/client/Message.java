package dev.mqttdsp.client;

/**
 * A message that arrived.
 *
 * @param topic its topic
 * @param payload its content, as it was sent
 * @param qos 0, 1 or 2
 * @param retained whether it is an old one that the broker kept
 */
@SuppressWarnings("ArrayRecordComponent") // a payload is bytes; nobody compares messages
public record Message(String topic, byte[] payload, int qos, boolean retained) {}
