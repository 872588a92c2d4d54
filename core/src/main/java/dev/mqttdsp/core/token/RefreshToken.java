package dev.mqttdsp.core.token;

/**
 * What a refresh token stands for: one step of one family. A family is an epoch of a grant.
 *
 * @param flowId the grant
 * @param epoch the grant's epoch when it was given out
 * @param generation how many refreshes of that epoch came before
 * @param attempt how often its predecessor was presented again because the answer had been lost
 */
public record RefreshToken(String flowId, long epoch, long generation, int attempt) {}
