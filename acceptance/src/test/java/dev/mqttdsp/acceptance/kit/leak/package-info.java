/**
 * The search for secrets: what tests have seen of tokens, passwords and keys must be found nowhere else, neither in a log
 * nor in an answer nor in a file.
 */
package dev.mqttdsp.acceptance.kit.leak;
