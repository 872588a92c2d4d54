/**
 * What an operator asks for at the Management API: the state of access, and to cut a participant off.
 *
 * <p>Bodies are read and written here as text, so that every answer, refusals included, is JSON in the form of EDC's own.
 */
package dev.mqttdsp.edc.manage;
