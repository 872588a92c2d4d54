package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.core.grant.Login;
import dev.mqttdsp.gateway.mqtt.Connect;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import dev.mqttdsp.gateway.mqtt.MqttViolation;
import dev.mqttdsp.gateway.mqtt.PacketFramer;
import dev.mqttdsp.gateway.mqtt.PacketSink;
import dev.mqttdsp.gateway.mqtt.PacketType;
import dev.mqttdsp.gateway.mqtt.PropertyId;
import dev.mqttdsp.gateway.mqtt.ReasonCode;
import dev.mqttdsp.gateway.mqtt.UnsupportedVersionException;
import dev.mqttdsp.gateway.mqtt.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client that has not been admitted yet: waits for its CONNECT, and has its credential judged. */
final class Doorstep implements PacketSink, ChannelEvents {
    private static final Logger LOG = LoggerFactory.getLogger(Doorstep.class);
    /** A CONNECT of somebody unknown may not be larger, whatever the limit for packets is. */
    private static final int LONGEST_CONNECT = 128 << 10;

    private final Reception reception;
    private final Visitor visitor;
    private final Channel client;
    private final Arrival arrival;
    private PacketFramer framer;
    private PacketHandler handler;
    private MqttVersion version = MqttVersion.V3;

    Doorstep(Reception reception, Visitor visitor, Channel client, Arrival arrival) {
        this.reception = reception;
        this.visitor = visitor;
        this.client = client;
        this.arrival = arrival;
    }

    /** The two that serve this client, which need this object to be made. */
    void stand(PacketFramer itsFramer, PacketHandler itsHandler) {
        framer = itsFramer;
        handler = itsHandler;
    }

    @Override
    public Treatment treat(int firstByte, int length) {
        if (firstByte != PacketType.CONNECT << 4) {
            throw MqttViolation.protocolError("something else than a CONNECT"); // MQTT-3.1.0-1
        }
        if (length > Math.min(LONGEST_CONNECT, reception.packetBytes())) {
            throw new MqttViolation(ReasonCode.PACKET_TOO_LARGE, "a CONNECT larger than allowed");
        }
        return Treatment.TAKE;
    }

    @Override
    public boolean mayPass(int firstByte, ByteBuf bytes, int body, int length) {
        return false;
    }

    @Override
    public void relay(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void take(int firstByte, ByteBuf body) {
        framer.pause();
        client.config().setAutoRead(false);
        arrival.connectComplete();
        WireReader in = new WireReader(body);
        try {
            version = Connect.readVersion(in);
        } catch (UnsupportedVersionException e) {
            version = e.answerIn();
            refuse(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, Cause.UNSUPPORTED_VERSION.name(), e.getMessage());
            return;
        }
        visitor.speaks(version);
        try {
            judge(Connect.read(in, version));
        } catch (MqttViolation violation) {
            refuse(violation.reason(), Cause.BAD_CONNECT.name(), violation.getMessage());
        }
    }

    private void judge(Connect connect) {
        visitor.introducesItself(connect);
        if (connect.properties().has(PropertyId.AUTHENTICATION_METHOD)) {
            refuse(ReasonCode.BAD_AUTHENTICATION_METHOD, Cause.BAD_AUTHENTICATION_METHOD);
        } else if (connect.clientId().isEmpty() && version == MqttVersion.V3 && !connect.clean()) {
            refuse(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, Cause.NO_CLIENT_ID); // 3.1.1 MQTT-3.1.3-8
        } else {
            reception
                    .admissions()
                    .admit(new Login(
                            connect.userName().orElse(""), connect.password().orElse("")))
                    .whenComplete((admission, failure) ->
                            client.eventLoop().execute(() -> judged(connect, admission, failure)));
        }
    }

    private void judged(Connect connect, Admission admission, Throwable failure) {
        visitor.judged();
        if (failure != null) {
            LOG.error("a credential could not be judged", failure);
            arrival.excused();
            refuse(ReasonCode.SERVER_UNAVAILABLE, Cause.NOT_JUDGED);
        } else if (admission instanceof Admission.Denied denied) {
            if (Refusal.isOurs(denied.reason())) {
                arrival.excused();
            }
            denied.flowId().map(reception.sessions()::ownerOf).ifPresent(visitor::belongsTo);
            refuse(Refusal.answerTo(denied.reason()), denied.reason().name(), "");
        } else if (admission instanceof Admission.Admitted admitted) {
            arrival.excused();
            new Welcome(reception, visitor, client, framer, handler, arrival)
                    .welcome(connect, admitted)
                    .ifPresent(turnedAway -> refuse(turnedAway.answer(), turnedAway.reason(), turnedAway.cause()));
        }
    }

    private void refuse(ReasonCode answer, Cause why) {
        refuse(answer, why.name(), "");
    }

    private void refuse(ReasonCode answer, String reason, String cause) {
        framer.close();
        Refusal.send(client, version, answer);
        visitor.refused(reason, cause);
    }

    @Override
    public void violated(MqttViolation violation) {
        LOG.debug("{} breaks the protocol: {}", client.remoteAddress(), violation.getMessage());
        Closing.now(client);
    }

    @Override
    public void bytesRead() {
        // Everything that could be written so far was flushed at once.
    }

    @Override
    public void writabilityChanged() {
        // Nothing is relayed yet.
    }

    @Override
    public void failed(Throwable cause) {
        LOG.debug("{} failed: {}", client.remoteAddress(), cause.toString());
        Closing.now(client);
    }
}
