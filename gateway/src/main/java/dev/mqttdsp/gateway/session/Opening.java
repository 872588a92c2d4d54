package dev.mqttdsp.gateway.session;

import dev.mqttdsp.gateway.mqtt.Connack;
import dev.mqttdsp.gateway.mqtt.PacketFramer;
import dev.mqttdsp.gateway.mqtt.PropertyId;
import dev.mqttdsp.gateway.upstream.BrokerLink;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The way of a session from the client's admission to the CONNACK. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class Opening implements ChannelEvents {
    /** From the CONNECT that the broker gets to its CONNACK. */
    private static final int CONNACK_SECONDS = 5;
    /** Refusals that are about the broker's health: server unavailable in 3.1.1, then unavailable, busy, moved in 5. */
    private static final Set<Integer> NOT_HERE = Set.of(0x03, 0x88, 0x89, 0x9C, 0x9D);

    private final Session session;
    private final Introduction introduction;
    private final Channel client;
    private final PacketFramer fromClient;
    private final Reception reception;
    private BrokerLink link;
    private Relay relay;
    private Channel broker;
    private Future<?> patience;

    Opening(Session session, Introduction introduction, Channel client, PacketFramer fromClient, Reception reception) {
        this.session = session;
        this.introduction = introduction;
        this.client = client;
        this.fromClient = fromClient;
        this.reception = reception;
    }

    /** Sets out for the broker. */
    void begin() {
        reception
                .connector()
                .connect(client.eventLoop(), session.grant().broker())
                .addListener((Future<BrokerLink> link) -> reached(link));
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

    private void introduce(BrokerLink reached) {
        link = reached;
        broker = link.channel();
        BrokerPackets packets = new BrokerPackets(this, session, broker.alloc());
        PacketFramer fromBroker =
                new PacketFramer(broker.alloc(), true, BrokerPackets.LONGEST_TAKEN + PacketHandler.ONE_READ, packets);
        relay = new Relay(
                client,
                fromClient,
                broker,
                fromBroker,
                introduction.clientLimit(),
                reception.limits(),
                session.visitor()::limitReached,
                reception.meters().totals());
        packets.relayTo(relay);
        broker.pipeline().addLast(new PacketHandler(fromBroker, this));
        // Before the session's own listener: what the session has not ended, the broker has.
        broker.closeFuture().addListener(closed -> {
            if (!session.ended() && !relay.isOpen()) {
                avoidHost();
            }
        });
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

    /** The next connection may find another host of this broker in better health. */
    private void avoidHost() {
        reception.connector().avoid(session.grant().broker(), link.host());
    }

    /** The broker's CONNACK is there. */
    void answered(Connack connack) {
        patience.cancel(false);
        if (!connack.accepted() || connack.version() != session.version()) {
            session.stay().refused();
            if (NOT_HERE.contains(connack.code())) {
                avoidHost();
            }
            session.end(Ending.brokerRefused(connack.code(), introduction.refusal(connack)));
            return;
        }
        if (!session.stay().accepted(introduction.sessionExpiry(connack))) {
            session.end(Ending.TOO_MANY_KEPT);
            return;
        }
        relay.sendToClient(introduction.forClient(connack).toPacket(client.alloc()));
        TopicGate gate = new TopicGate(session.grant(), session.version(), reception.limits());
        fromClient.sendTo(new ClientPackets(session, relay, gate, reception.packetBytes(), client.alloc()));
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
