/**
 * One connector: EDC's runtime with this project's defaults, its own log, and ports that only this machine reaches until
 * the operator says otherwise.
 */
package dev.mqttdsp.app.runtime;
