package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.grant.Admissions;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import dev.mqttdsp.gateway.limit.Reached;
import dev.mqttdsp.gateway.meter.GatewayMeters;
import dev.mqttdsp.gateway.mqtt.PacketFramer;
import dev.mqttdsp.gateway.persistent.BrokerSessions;
import dev.mqttdsp.gateway.upstream.BrokerConnector;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.time.Clock;
import java.time.Duration;

/**
 * Where connections become sessions.
 *
 * @param admissions judges credentials
 * @param sessions all that are there
 * @param brokerSessions what clients have at brokers beyond their connections
 * @param connector leads to brokers
 * @param limits how much anybody may take
 * @param reached is told who takes too much
 * @param meters show what happens
 * @param sessionMax how long a session lives at most, from its CONNECT on
 * @param events is told who comes, who is refused and who goes
 * @param clock tells when access ends
 */
public record Reception(
        Admissions admissions,
        Sessions sessions,
        BrokerSessions brokerSessions,
        BrokerConnector connector,
        Limits limits,
        Reached reached,
        GatewayMeters meters,
        Duration sessionMax,
        AccessEvents events,
        Clock clock) {

    /** The largest packet from a client, in bytes. */
    public int packetBytes() {
        return limits.of(Limit.PACKET_BYTES);
    }

    /**
     * The handler for a client's bytes of MQTT, to be the last of the channel's pipeline.
     *
     * @param transport how the client has come, {@code wss} or {@code tls}
     */
    public ChannelHandler receive(Channel client, Arrival arrival, String transport) {
        Visitor visitor = new Visitor(this, client, transport);
        Doorstep doorstep = new Doorstep(this, visitor, client, arrival);
        PacketFramer framer = new PacketFramer(client.alloc(), false, packetBytes() + PacketHandler.ONE_READ, doorstep);
        PacketHandler handler = new PacketHandler(framer, doorstep);
        doorstep.stand(framer, handler);
        return handler;
    }
}
