/** What a connector shows of itself to Prometheus. */
package dev.mqttdsp.app.metrics;
