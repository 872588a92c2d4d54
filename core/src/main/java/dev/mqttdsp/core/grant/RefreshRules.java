package dev.mqttdsp.core.grant;

/**
 * What is asked before a refresh token counts, beside the token.
 *
 * @param possession who presents it
 * @param entitlement whether its consumer may still have access
 */
public record RefreshRules(Possession possession, Entitlement entitlement) {
    /** Nothing. */
    public static final RefreshRules NONE = new RefreshRules(Possession.ANYBODY, Entitlement.EVERYBODY);
}
