package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.gateway.mqtt.Disconnect;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import dev.mqttdsp.gateway.mqtt.PacketFramer;
import dev.mqttdsp.gateway.mqtt.Properties;
import dev.mqttdsp.gateway.mqtt.PropertyId;
import dev.mqttdsp.gateway.persistent.Stay;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.Optional;

/** One admitted client, from its admission to its end. */
final class Session implements ChannelEvents {
    private final Reception reception;
    private final Visitor visitor;
    private final Channel client;
    private final PacketFramer fromClient;
    private final Grant grant;
    private final Introduction introduction;
    private final Stay stay;
    private final KeepAlive keepAlive;
    private Expiry expiry;
    private Relay relay;
    private boolean ended;

    Session(
            Reception reception,
            Visitor visitor,
            Channel client,
            PacketFramer fromClient,
            Grant grant,
            Introduction introduction,
            Stay stay) {
        this.reception = reception;
        this.visitor = visitor;
        this.client = client;
        this.fromClient = fromClient;
        this.grant = grant;
        this.introduction = introduction;
        this.stay = stay;
        this.keepAlive =
                new KeepAlive(client.eventLoop(), () -> client.config().isAutoRead(), () -> end(Ending.KEEP_ALIVE));
    }

    Grant grant() {
        return grant;
    }

    MqttVersion version() {
        return introduction.version();
    }

    String brokerClientId() {
        return introduction.brokerClientId();
    }

    /** What is told of the client. */
    Visitor visitor() {
        return visitor;
    }

    /** What becomes of the session at the broker. */
    Stay stay() {
        return stay;
    }

    EventLoop loop() {
        return client.eventLoop();
    }

    /** Tells when both channels are closed. */
    void whenClosed(Runnable then) {
        client.closeFuture().addListener(closed -> Optional.ofNullable(relay)
                .ifPresentOrElse(reached -> reached.whenBrokerIsClosed(then), then));
    }

    boolean ended() {
        return ended;
    }

    /**
     * Binds the session's life to the client's channel and to its access.
     *
     * @param accessEnd when access ends, unless it is extended
     * @param latest when it ends, however often access is extended
     */
    void begin(Instant now, Instant accessEnd, Instant latest) {
        expiry = new Expiry(loop(), now, accessEnd, latest, () -> end(Ending.EXPIRED));
        client.closeFuture().addListener(closed -> end(Ending.CLIENT_LOST));
    }

    /** The broker is reached: from here on the session's life is bound to its channel too. */
    void reachedBroker(Relay reached, Channel broker) {
        relay = reached;
        // Not at once: TLS closes the channel first, and then says why.
        broker.closeFuture().addListener(closed -> loop().execute(() -> {
            end(Ending.brokerGone(Cause.BROKER_LOST, ""));
            stay.over();
        }));
    }

    /** The broker has taken the client in. */
    void open(int keepAliveSeconds, long brokerLimit) {
        visitor.connected();
        keepAlive.start(keepAliveSeconds);
        relay.open(brokerLimit, keepAlive::heard);
    }

    /** The client says goodbye. */
    void disconnectedByClient(Disconnect disconnect) {
        Disconnect forBroker = introduction.forBroker(disconnect);
        forBroker.properties().number(PropertyId.SESSION_EXPIRY_INTERVAL).ifPresent(stay::keptFor);
        end(Ending.CLIENT_LEFT, Optional.of(forBroker));
    }

    /**
     * Ends the session unless its grant still admits it; a refresh has extended its access.
     *
     * @param changedAt when the grant changed, in nanoseconds
     */
    void recheck(long changedAt) {
        Sessions sessions = reception.sessions();
        Optional<Grant> present = sessions.admitting(grant);
        if (present.isEmpty()) {
            if (!ended) {
                client.closeFuture().addListener(closed -> reception.meters().cut(System.nanoTime() - changedAt));
            }
            end(Ending.revoked(sessions.refusal(grant)));
        } else if (!ended) {
            expiry.extend(
                    present.get().accessUntil(expiry.end()), reception.clock().instant());
        }
    }

    /** Ends the session. What ended stays so. */
    void end(Ending ending) {
        end(ending, ending.farewell() ? Optional.of(Disconnect.NORMAL) : Optional.empty());
    }

    private void end(Ending ending, Optional<Disconnect> goodbyeToBroker) {
        if (ended) {
            return;
        }
        ended = true;
        reception.sessions().remove(this);
        keepAlive.stop();
        expiry.stop();
        fromClient.close();
        if (relay != null) {
            relay.leaveBroker(goodbyeToBroker.map(this::toPacket));
        } else {
            stay.over();
        }
        if (relay != null && relay.isOpen()) {
            boolean told = version() == MqttVersion.V5 && ending.code() != Ending.SILENT;
            relay.leaveClient(
                    told ? Optional.of(toPacket(new Disconnect(ending.code(), Properties.NONE))) : Optional.empty());
        } else {
            Refusal.send(client, version(), ending.refusal());
        }
        visitor.ended(ending, Optional.ofNullable(relay).map(Relay::traffic));
    }

    private ByteBuf toPacket(Disconnect disconnect) {
        return disconnect.toPacket(client.alloc(), version());
    }

    @Override
    public void bytesRead() {
        keepAlive.heard();
        if (relay != null && !ended) {
            relay.clientRead();
        }
        flush();
    }

    @Override
    public void writabilityChanged() {
        if (relay != null && !ended) {
            relay.balance();
        }
    }

    @Override
    public void failed(Throwable cause) {
        Closing.now(client);
    }

    void flush() {
        if (relay != null) {
            relay.flush();
        }
    }
}
