package dev.mqttdsp.gateway.upstream;

import io.netty.channel.Channel;
import java.util.Optional;

/**
 * A connection to a broker, ready for the CONNECT.
 *
 * @param channel carries bytes of MQTT
 * @param user with which the gateway logs in
 * @param password with which the gateway logs in
 */
public record BrokerLink(Channel channel, Optional<String> user, Optional<String> password) {

    /** Says nothing of the login. */
    @Override
    public String toString() {
        return "BrokerLink[" + channel + "]";
    }
}
