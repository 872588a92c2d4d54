package dev.mqttdsp.gateway.session;

import dev.mqttdsp.gateway.mqtt.PacketFramer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Optional;

/** The two channels of a session: what goes to and fro, and who has to wait for whom. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class Relay {
    /** A client with so many unanswered SUBSCRIBEs is not read from until some are answered. */
    private static final int UNANSWERED = 256;

    private final Channel client;
    private final PacketFramer fromClient;
    private final Channel broker;
    private final PacketFramer fromBroker;
    private final PendingAnswers pending = new PendingAnswers();
    private final long clientLimit;
    private long brokerLimit = Long.MAX_VALUE;
    private boolean open;
    private boolean clientWritten;
    private boolean brokerWritten;

    /**
     * @param clientLimit the largest packet that the client takes, in bytes
     */
    Relay(Channel client, PacketFramer fromClient, Channel broker, PacketFramer fromBroker, long clientLimit) {
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
     */
    void open(long largest) {
        brokerLimit = largest;
        open = true;
        balance();
        fromClient.resume();
        flush();
    }

    PendingAnswers pending() {
        return pending;
    }

    /** Bytes of the broker's, on their way to the client. */
    void passToClient(ByteBuf bytes) {
        clientWritten = true;
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
            client.config()
                    .setAutoRead(broker.isWritable()
                            && client.isWritable()
                            && !fromBroker.insertsWait()
                            && pending.size() < UNANSWERED);
            broker.config().setAutoRead(client.isWritable());
        }
    }

    /** Sends what was written. With TLS, flushing nothing is not for nothing. */
    void flush() {
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
