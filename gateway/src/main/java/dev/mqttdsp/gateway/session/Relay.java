package dev.mqttdsp.gateway.session;

import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import dev.mqttdsp.gateway.meter.Totals;
import dev.mqttdsp.gateway.mqtt.PacketFramer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.function.Consumer;

/** The two channels of a session: what goes to and fro, and who has to wait for whom. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class Relay {
    private final Channel client;
    private final PacketFramer fromClient;
    private final Channel broker;
    private final PacketFramer fromBroker;
    private final PendingAnswers pending = new PendingAnswers();
    private final Traffic traffic = new Traffic();
    private final Throttle throttle;
    private final Totals totals;
    private final long clientLimit;
    private long brokerLimit = Long.MAX_VALUE;
    private Runnable heeded;
    private boolean open;
    private boolean clientWritten;
    private boolean brokerWritten;

    /**
     * @param clientLimit the largest packet that the client takes, in bytes
     * @param limits what the client may send
     * @param reached is told when it sends more
     * @param totals gets what has passed
     */
    Relay(
            Channel client,
            PacketFramer fromClient,
            Channel broker,
            PacketFramer fromBroker,
            long clientLimit,
            Limits limits,
            Consumer<Limit> reached,
            Totals totals) {
        this.throttle = new Throttle(client.eventLoop(), traffic, limits, reached, this::balance);
        this.totals = totals;
        this.client = client;
        this.fromClient = fromClient;
        this.broker = broker;
        this.fromBroker = fromBroker;
        this.clientLimit = clientLimit;
    }

    /**
     * Lets bytes flow.
     *
     * @param largest the largest packet that the broker takes, in bytes
     * @param clientHeeded called whenever the client is read from again
     */
    void open(long largest, Runnable clientHeeded) {
        brokerLimit = largest;
        heeded = clientHeeded;
        open = true;
        balance();
        fromClient.resume();
        flush();
    }

    /** What has gone to and fro. */
    Traffic traffic() {
        return traffic;
    }

    /** All that was there to be read from the client was read. */
    void clientRead() {
        throttle.check();
    }

    PendingAnswers pending() {
        return pending;
    }

    /** Bytes of the broker's, on their way to the client. */
    void passToClient(ByteBuf bytes) {
        clientWritten = true;
        traffic.bytesToClient(bytes.readableBytes());
        client.write(bytes);
    }

    /** Bytes of the client's, on their way to the broker. */
    void passToBroker(ByteBuf bytes) {
        brokerWritten = true;
        broker.write(bytes);
    }

    /** A packet of the gateway's own to the client; dropped when the client takes none so large (MQTT-3.1.2-25). */
    void sendToClient(ByteBuf packet) {
        if (packet.readableBytes() > clientLimit) {
            packet.release();
        } else {
            fromBroker.insert(packet);
        }
    }

    /** A packet that was rewritten for the broker; false when the broker takes none so large (MQTT-3.2.2-15). */
    boolean sendToBroker(ByteBuf packet) {
        if (packet.readableBytes() > brokerLimit) {
            packet.release();
            return false;
        }
        passToBroker(packet);
        return true;
    }

    /**
     * Each side is read from as long as the other takes it. The client also has to read what it is sent, or its
     * answers would pile up here.
     */
    void balance() {
        if (open) {
            boolean heed = broker.isWritable()
                    && client.isWritable()
                    && !fromBroker.insertsWait()
                    && !pending.areTooMany()
                    && !throttle.pauses();
            if (heed && !client.config().isAutoRead()) {
                heeded.run();
            }
            client.config().setAutoRead(heed);
            broker.config().setAutoRead(client.isWritable());
        }
    }

    /** Sends what was written. With TLS, flushing nothing is not for nothing. */
    void flush() {
        traffic.settle(totals);
        if (clientWritten) {
            clientWritten = false;
            client.flush();
        }
        if (brokerWritten) {
            brokerWritten = false;
            broker.flush();
        }
    }

    /** Whether the client has had its CONNACK. */
    boolean isOpen() {
        return open;
    }

    /** Tells when the broker's channel is closed. */
    void whenBrokerIsClosed(Runnable then) {
        broker.closeFuture().addListener(closed -> then.run());
    }

    /**
     * Parts with the broker.
     *
     * @param goodbye the last packet; without one the broker takes the client for lost
     */
    void leaveBroker(Optional<ByteBuf> goodbye) {
        throttle.stop();
        traffic.settle(totals);
        fromBroker.close();
        goodbye.ifPresentOrElse(packet -> Closing.farewell(broker, packet), () -> Closing.now(broker));
    }

    /**
     * Parts with the client; at once when a packet to it has gone only in part, or when it does not read.
     *
     * @param goodbye the last packet, if there is one to be sent
     */
    void leaveClient(Optional<ByteBuf> goodbye) {
        boolean listens = client.isActive() && client.isWritable() && !fromBroker.midPacket();
        goodbye.ifPresent(packet -> {
            if (listens && packet.readableBytes() <= clientLimit) {
                client.write(packet);
            } else {
                packet.release();
            }
        });
        if (listens) {
            Closing.flushed(client);
        } else {
            Closing.now(client);
        }
    }
}
