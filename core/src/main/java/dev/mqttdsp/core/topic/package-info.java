/**
 * MQTT topic names and topic filters: their syntax, what a filter matches, and whether one filter stays within another.
 *
 * <p>Sources: MQTT 3.1.1 §4.7 and MQTT 5.0 §4.7 and §4.8.2. Text is compared code point by code point without any
 * normalisation, which for well-formed text is the same as comparing its UTF-8 bytes.
 */
package dev.mqttdsp.core.topic;
