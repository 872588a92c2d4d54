/**
 * The command line: one class a command, each a thin layer over what it calls.
 *
 * <p>Messages of a subscription and answers go to stdout, everything else to stderr. Exit codes: 0 done, 1 failed, 2
 * usage.
 */
package dev.mqttdsp.app.cli;
