package dev.mqttdsp.gateway;

import dev.mqttdsp.gateway.limit.Limits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Everything that a gateway is told.
 *
 * @param doors where it listens
 * @param sessionFile keeps a record of the sessions that clients have left at brokers; made when there is one
 * @param sessionMax how long an MQTT session lives at most, from its CONNECT on
 * @param limits how much anybody may take
 * @param mqtt whether MQTT clients are served; without them there are tokens and keys at the web port, and nothing else
 */
public record GatewaySettings(Doors doors, Path sessionFile, Duration sessionMax, Limits limits, boolean mqtt) {

    /** With the usual limits, and MQTT. */
    public GatewaySettings(Doors doors, Path sessionFile, Duration sessionMax) {
        this(doors, sessionFile, sessionMax, Limits.USUAL, true);
    }

    /** The same with other limits. */
    public GatewaySettings with(Limits others) {
        return new GatewaySettings(doors, sessionFile, sessionMax, others, mqtt);
    }

    /** The same with MQTT clients or without. */
    public GatewaySettings withMqtt(boolean served) {
        return new GatewaySettings(doors, sessionFile, sessionMax, limits, served);
    }
}
