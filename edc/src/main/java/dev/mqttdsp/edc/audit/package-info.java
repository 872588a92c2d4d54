/** What happens to access, as the operator of this runtime gets to see it. */
package dev.mqttdsp.edc.audit;
