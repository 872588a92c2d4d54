package dev.mqttdsp.app.runtime;

import java.util.Map;
import java.util.Optional;

/** The ports of a connector, by the key that sets each. */
enum PortKey {
    API("web.http.port", "8080", null, null),
    MANAGEMENT("web.http.management.port", "8181", null, null),
    PROTOCOL("web.http.protocol.port", "8282", null, null),
    CREDENTIALS("web.http.credentials.port", "8383", null, null) {
        @Override
        boolean applies(Map<String, String> values) {
            return ConnectorConfig.provesIdentity(values) && !ConnectorConfig.hasWalletElsewhere(values);
        }
    },
    CONTROL("web.http.control.port", "9191", null, null),
    PUBLIC("edc.mqtt.public.port", "8884", null, null),
    PUBLIC_TLS("edc.mqtt.public.tls.port", "8883", "edc.mqtt.gateway.enabled", "true"),
    FEED("edc.mqtt.feed.port", null, null, null),
    BROKER("edc.mqtt.broker.port", "1883", "edc.mqtt.broker.embedded", "false");

    private final String key;
    private final String byDefault;
    private final String switchedBy;
    private final String switchDefault;

    PortKey(String key, String byDefault, String switchedBy, String switchDefault) {
        this.key = key;
        this.byDefault = byDefault;
        this.switchedBy = switchedBy;
        this.switchDefault = switchDefault;
    }

    String key() {
        return key;
    }

    /** Empty where nothing listens unless somebody says where. */
    Optional<String> byDefault() {
        return Optional.ofNullable(byDefault);
    }

    /** Whether the part that listens there is switched on. */
    boolean applies(Map<String, String> values) {
        return switchedBy == null || Boolean.parseBoolean(values.getOrDefault(switchedBy, switchDefault));
    }
}
