package dev.mqttdsp.gateway.upstream;

import io.netty.channel.Channel;
import java.net.URI;
import java.util.Optional;

/**
 * A connection to a broker, ready for the CONNECT.
 *
 * @param host which of the broker's URLs it is
 * @param channel carries bytes of MQTT
 * @param user with which the gateway logs in
 * @param password with which the gateway logs in
 */
public record BrokerLink(URI host, Channel channel, Optional<String> user, Optional<String> password) {

    /** Says nothing of the login. */
    @Override
    public String toString() {
        return "BrokerLink[" + host + ", " + channel + "]";
    }
}
