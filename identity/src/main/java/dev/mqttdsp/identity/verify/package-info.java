/** How this side looks at who comes: DID documents fetched with care, tokens that count once, scopes that are asked for. */
package dev.mqttdsp.identity.verify;
