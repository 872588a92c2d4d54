package dev.mqttdsp.benchmarks.negotiation;

/**
 * Something that is not as it should be.
 *
 * @param process the process that it is about; several findings about one process are one failure
 * @param text for a person: ids and states of both sides
 */
record Finding(String process, String text) {}
