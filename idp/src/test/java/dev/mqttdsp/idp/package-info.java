/** What a consumer does with a token of the plant's own identity provider, at a broker that reads such tokens itself. */
package dev.mqttdsp.idp;
