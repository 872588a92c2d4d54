package dev.mqttdsp.core.address;

/** What the consumer of an asset logs in with, and where that comes from. */
public sealed interface CredentialSource {
    /** A token that this connector signs for the grant: the ADR's {@code mqtt-jwt-oauth2}. */
    record SignedToken() implements CredentialSource {}

    /** A password that this connector makes for the grant: the ADR's {@code mqtt-usrpw} through the gateway. */
    record MadePassword() implements CredentialSource {}

    /**
     * The broker's own login out of the vault: the ADR's {@code mqtt-usrpw} on the direct route.
     *
     * @param user the user name
     * @param passwordAlias under which the vault has the password
     */
    record BrokersLogin(String user, String passwordAlias) implements CredentialSource {}
}
