/**
 * Where this connector itself goes out over HTTP: URLs that others have chosen are judged first, answers are bounded in
 * size and time, redirects are not followed, and TLS trusts the operator's own authorities as well.
 */
package dev.mqttdsp.core.outbound;
