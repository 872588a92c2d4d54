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
 * @param goodbye over how long the end of many sessions is spread when the gateway stops or is drained
 * @param limits how much anybody may take
 * @param mqtt whether MQTT clients are served; without them there are tokens and keys at the web port, and nothing else
 */
public record GatewaySettings(
        Doors doors, Path sessionFile, Duration sessionMax, Duration goodbye, Limits limits, boolean mqtt) {
    /** Longest {@link #goodbye}, so that the whole end takes less than the half minute that most supervisors grant. */
    public static final Duration LONGEST_GOODBYE = Duration.ofSeconds(20);

    /** Usual {@link #goodbye}. */
    public static final Duration USUAL_GOODBYE = Duration.ofSeconds(10);

    public GatewaySettings {
        if (goodbye.isNegative() || goodbye.compareTo(LONGEST_GOODBYE) > 0) {
            throw new IllegalArgumentException("goodbye: found " + goodbye + "; accepted: up to " + LONGEST_GOODBYE);
        }
    }

    /** With the usual limits, and MQTT. */
    public GatewaySettings(Doors doors, Path sessionFile, Duration sessionMax) {
        this(doors, sessionFile, sessionMax, USUAL_GOODBYE, Limits.USUAL, true);
    }

    /** The same with other limits. */
    public GatewaySettings with(Limits others) {
        return new GatewaySettings(doors, sessionFile, sessionMax, goodbye, others, mqtt);
    }

    /** The same with MQTT clients or without. */
    public GatewaySettings withMqtt(boolean served) {
        return new GatewaySettings(doors, sessionFile, sessionMax, goodbye, limits, served);
    }

    /** The same with another time over which the end of many sessions is spread. */
    public GatewaySettings withGoodbye(Duration spread) {
        return new GatewaySettings(doors, sessionFile, sessionMax, spread, limits, mqtt);
    }
}
