package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.gateway.mqtt.Connack;
import dev.mqttdsp.gateway.mqtt.PacketFramer;
import dev.mqttdsp.gateway.mqtt.PropertyId;
import dev.mqttdsp.gateway.upstream.BrokerConnector;
import dev.mqttdsp.gateway.upstream.BrokerLink;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The way of a session from the client's admission to the CONNACK. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class Opening implements ChannelEvents {
    /** From the CONNECT that the broker gets to its CONNACK. */
    private static final int CONNACK_SECONDS = 5;

    private final Session session;
    private final Introduction introduction;
    private final Channel client;
    private final PacketFramer fromClient;
    private final int packetLimit;
    private Relay relay;
    private Channel broker;
    private Future<?> patience;

    /**
     * @param packetLimit the largest packet from the client, in bytes
     */
    Opening(Session session, Introduction introduction, Channel client, PacketFramer fromClient, int packetLimit) {
        this.session = session;
        this.introduction = introduction;
        this.client = client;
        this.fromClient = fromClient;
        this.packetLimit = packetLimit;
    }

    /** Sets out for the broker. */
    void begin(BrokerConnector connector) {
        Broker destination = session.grant().broker();
        connector.connect(client.eventLoop(), destination).addListener((Future<BrokerLink> link) -> reached(link));
    }

    private void reached(Future<BrokerLink> link) {
        if (!link.isSuccess()) {
            session.end(Ending.brokerGone(
                    Cause.BROKER_UNREACHABLE, rootOf(link.cause()).toString()));
        } else if (session.ended()) {
            Closing.now(link.getNow().channel());
        } else {
            introduce(link.getNow());
        }
    }

    private void introduce(BrokerLink link) {
        broker = link.channel();
        BrokerPackets packets = new BrokerPackets(this, session, broker.alloc());
        PacketFramer fromBroker =
                new PacketFramer(broker.alloc(), true, BrokerPackets.LONGEST_TAKEN + PacketHandler.ONE_READ, packets);
        relay = new Relay(client, fromClient, broker, fromBroker, introduction.clientLimit());
        packets.relayTo(relay);
        broker.pipeline().addLast(new PacketHandler(fromBroker, this));
        session.reachedBroker(relay, broker);
        patience = broker.eventLoop()
                .schedule(
                        () -> session.end(Ending.brokerGone(Cause.BROKER_SILENT, "")),
                        CONNACK_SECONDS,
                        TimeUnit.SECONDS);
        broker.closeFuture().addListener(closed -> patience.cancel(false));
        session.stay().sent();
        broker.writeAndFlush(introduction.forBroker(link).toPacket(broker.alloc()));
    }

    /** The broker's CONNACK is there. */
    void answered(Connack connack) {
        patience.cancel(false);
        if (!connack.accepted() || connack.version() != session.version()) {
            session.stay().refused();
            session.end(Ending.brokerRefused(connack.code(), introduction.refusal(connack)));
            return;
        }
        if (!session.stay().accepted(introduction.sessionExpiry(connack))) {
            session.end(Ending.TOO_MANY_KEPT);
            return;
        }
        relay.sendToClient(introduction.forClient(connack).toPacket(client.alloc()));
        TopicGate gate = new TopicGate(session.grant(), session.version());
        fromClient.sendTo(new ClientPackets(session, relay, gate, packetLimit, client.alloc()));
        long brokerLimit =
                connack.properties().number(PropertyId.MAXIMUM_PACKET_SIZE).orElse(Long.MAX_VALUE);
        session.open(introduction.keepAlive(connack), brokerLimit);
    }

    /** TLS wraps what it has to say. */
    private static Throwable rootOf(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    @Override
    public void bytesRead() {
        session.flush();
    }

    @Override
    public void writabilityChanged() {
        session.writabilityChanged();
    }

    /** The broker's channel failed. */
    @Override
    public void failed(Throwable cause) {
        session.end(Ending.brokerGone(Cause.BROKER_LOST, cause.toString()));
        Closing.now(broker);
    }
}
