/**
 * What runs until it is stopped. A connector: EDC's runtime with this project's defaults, its own log, and ports that only
 * this machine reaches until the operator says otherwise. And a gateway apart from its connector, which needs no such runtime.
 */
package dev.mqttdsp.app.runtime;
