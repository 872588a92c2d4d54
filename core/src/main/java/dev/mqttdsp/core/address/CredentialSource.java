package dev.mqttdsp.core.address;

import java.net.URI;
import java.util.Optional;

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

    /**
     * A token that an identity provider issues to this connector (RFC 6749 §4.4): the ADR's {@code mqtt-jwt-oauth2} on the
     * direct route.
     *
     * @param tokenUrl the identity provider's token endpoint
     * @param clientId who the connector is there
     * @param secretAlias under which the vault has the client's secret
     * @param scope what is asked for
     * @param audience whom the token has to be for; also asked for
     */
    record IssuedToken(
            URI tokenUrl, String clientId, String secretAlias, Optional<String> scope, Optional<String> audience)
            implements CredentialSource {}
}
