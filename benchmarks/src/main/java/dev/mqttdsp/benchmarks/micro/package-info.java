/**
 * What is done for each message and each login, alone in a loop (JMH), each beside a yardstick: the plain work of looking
 * at the same bytes.
 */
package dev.mqttdsp.benchmarks.micro;
