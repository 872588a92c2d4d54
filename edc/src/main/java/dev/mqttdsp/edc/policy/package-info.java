/**
 * Terms that people write into offers, as ODRL constraints: for whom an offer is, what its partners have to show, and until when. Judged in the catalog, in the
 * negotiation, and when a transfer starts.
 */
package dev.mqttdsp.edc.policy;
