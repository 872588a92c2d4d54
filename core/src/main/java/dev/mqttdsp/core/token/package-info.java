/**
 * Access tokens: signed JWTs that belong to one grant and one epoch of it.
 *
 * <p>Sources: RFC 7519 (JWT), RFC 9068 (access tokens), RFC 7517 (JWKS), RFC 8725 (best current practice).
 */
package dev.mqttdsp.core.token;
