package dev.mqttdsp.gateway.session;

import java.time.Duration;

/**
 * What a session may take.
 *
 * @param packetBytes the largest packet from a client, in bytes, fixed header included
 * @param perGrant sessions of one grant at the same time
 * @param longest how long a session lives at most, from its CONNECT on
 */
public record SessionLimits(int packetBytes, int perGrant, Duration longest) {}
