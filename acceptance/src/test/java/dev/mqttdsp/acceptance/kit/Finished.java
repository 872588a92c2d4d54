package dev.mqttdsp.acceptance.kit;

/**
 * A command that has ended.
 *
 * @param exitCode its exit code
 * @param out its standard output
 * @param err its standard error
 */
public record Finished(int exitCode, String out, String err) {}
