package dev.mqttdsp.core.address;

import dev.mqttdsp.core.token.IssuedToken;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a consumer proves its right with; the two authentication modes of ADR 012. */
public sealed interface ConsumerCredential {

    /** The properties by their literal names, each value a text. */
    Map<String, String> properties();

    /**
     * Mode {@code mqtt-jwt-oauth2}: a token that goes into the password field of MQTT's CONNECT, and the means to get the
     * next one.
     *
     * @param accessToken the JWT
     * @param expiresIn its life from now, whole seconds
     * @param refreshToken exchanged once for the next access token
     * @param refreshEndpoint where that is done
     * @param refreshAudience participant id of the provider
     */
    record Token(
            IssuedToken accessToken,
            Duration expiresIn,
            String refreshToken,
            URI refreshEndpoint,
            String refreshAudience)
            implements ConsumerCredential {

        /**
         * Each value stands under every name that some consumer reads: bare names are those of the Data Plane Signaling
         * protocol, EDC's what a connector reads, Tractus-X's what its connector refreshes by, and the others what ADR 012
         * prints.
         */
        @Override
        public Map<String, String> properties() {
            Map<String, String> properties = new LinkedHashMap<>();
            List.of(Names.DSP_MQTT, Names.EDC, "")
                    .forEach(space -> properties.put(space + Names.AUTHORIZATION, accessToken.value()));
            List.of(Names.EDC, "").forEach(space -> properties.put(space + Names.AUTH_TYPE, "bearer"));
            for (String space : List.of(Names.DSP_MQTT, Names.TX_AUTH, Names.EDC, "")) {
                properties.put(space + Names.EXPIRES_IN, Long.toString(expiresIn.toSeconds()));
                properties.put(space + Names.REFRESH_TOKEN, refreshToken);
                properties.put(space + Names.REFRESH_ENDPOINT, refreshEndpoint.toString());
                properties.put(space + Names.REFRESH_AUDIENCE, refreshAudience);
            }
            return properties;
        }

        /** Says everything but the tokens. */
        @Override
        public String toString() {
            return "token " + accessToken.id() + " for " + expiresIn.toSeconds() + " s";
        }
    }

    /**
     * Mode {@code mqtt-usrpw}: user name and password.
     *
     * @param user goes into the user name field of MQTT's CONNECT
     * @param password goes into the password field
     */
    record Login(String user, String password) implements ConsumerCredential {

        @Override
        public Map<String, String> properties() {
            Map<String, String> properties = new LinkedHashMap<>();
            properties.put(Names.DSP_MQTT + Names.USER, user);
            properties.put(Names.DSP_MQTT + Names.USER_NAME, user);
            properties.put(Names.DSP_MQTT + Names.PASSWORD, password);
            return properties;
        }

        /** Says everything but the password. */
        @Override
        public String toString() {
            return "a password for user " + user;
        }
    }
}
