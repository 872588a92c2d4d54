package dev.mqttdsp.core.address;

/** Names and namespaces of the Mqtt data address. */
public final class Names {
    /** EDC's own terms. */
    public static final String EDC = "https://w3id.org/edc/v0.0.1/ns/";
    /** The terms of ADR 012. */
    public static final String DSP_MQTT = "https://w3id.org/dspace/2025/1/mqtt-pull/";
    /** What the connector of Tractus-X reads and rewrites when it refreshes a token. */
    static final String TX_AUTH = "https://w3id.org/tractusx/auth/";
    /** The prefix under which ADR 012 writes its terms. */
    public static final String DSP_MQTT_PREFIX = "dsp-mqtt";
    /** What the ADR writes before the properties of an identity provider; EDC has literal keys of that form. */
    static final String OAUTH2_PREFIX = "oauth2";

    static final String BASE_URL = "baseUrl";
    static final String ENDPOINT = "endpoint";
    static final String ENDPOINT_TYPE = "mqttEndpointType";
    static final String FLOW_TYPE = "flowType";
    static final String AUTHORIZATION = "authorization";
    static final String AUTH_TYPE = "authType";
    static final String EXPIRES_IN = "expiresIn";
    static final String REFRESH_TOKEN = "refreshToken";
    static final String REFRESH_ENDPOINT = "refreshEndpoint";
    static final String REFRESH_AUDIENCE = "refreshAudience";
    static final String USER = "user";
    static final String USER_NAME = "username";
    static final String PASSWORD = "password";
    static final String PASSWORD_ALIAS = "passwordAlias";
    static final String TOKEN_URL = "tokenUrl";
    static final String CLIENT_ID = "clientId";
    static final String CLIENT_SECRET_KEY_ALIAS = "clientSecretKeyAlias";
    static final String CLIENT_SECRET_KEY = "clientSecretKey";
    static final String SCOPE = "scope";
    static final String AUDIENCE = "audience";
    static final String TOPIC = "topic";
    static final String ROUTE = "mqttRoute";
    static final String AUTH = "mqttAuth";
    static final String BROKER = "mqttBroker";
    static final String PERMISSION = "mqttPermission";
    static final String RETAIN = "mqttRetain";

    private Names() {}
}
