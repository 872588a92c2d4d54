/**
 * Grants follow their transfers: access ends the moment EDC has accepted a suspension, termination or completion, from
 * either side, and not when EDC's state machine comes round to it.
 *
 * <p>EDC's services are decorated for that. What slips past them, a transfer that ended by itself for instance, meets
 * the data flow controller, and in the last line a periodic comparison of grants with transfers.
 */
package dev.mqttdsp.edc.follow;
