package dev.mqttdsp.core.idp;

/** Why there is no token of an identity provider to hand out. The names are stable: partners, logs and audit see them. */
public enum IdpFailure {
    /** There is no connection, or no TLS that can be trusted. */
    IDP_UNREACHABLE(false),
    /** Nothing came in time. */
    IDP_TIMEOUT(false),
    /** It refuses this connector, its secret, or what is asked for. */
    IDP_REFUSED(false),
    /** What it answers is no token, or one whose life nobody knows. */
    IDP_BAD_ANSWER(false),
    /** It gives this grant a token that another open grant has been given. */
    TOKEN_SHARED(false),
    /** Its token is not for the audience that the asset names. */
    TOKEN_AUDIENCE(true),
    /** Its token lives longer than the contract. */
    TOKEN_OUTLIVES_CONTRACT(true),
    /** The operator's rules forbid to go to the token URL. */
    TOKEN_URL_REFUSED(true),
    /** The vault has no secret under the asset's alias. */
    SECRET_MISSING(true);

    private final boolean lasting;

    IdpFailure(boolean lasting) {
        this.lasting = lasting;
    }

    /** Whether trying again is of no use as long as nobody changes something. */
    public boolean isLasting() {
        return lasting;
    }
}
