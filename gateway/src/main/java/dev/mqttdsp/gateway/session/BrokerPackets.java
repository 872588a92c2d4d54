package dev.mqttdsp.gateway.session;

import dev.mqttdsp.gateway.mqtt.Acknowledgement;
import dev.mqttdsp.gateway.mqtt.Answer;
import dev.mqttdsp.gateway.mqtt.Connack;
import dev.mqttdsp.gateway.mqtt.Disconnect;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import dev.mqttdsp.gateway.mqtt.MqttViolation;
import dev.mqttdsp.gateway.mqtt.PacketSink;
import dev.mqttdsp.gateway.mqtt.PacketType;
import dev.mqttdsp.gateway.mqtt.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** The broker's packets: the CONNACK first, then everything else. */
final class BrokerPackets implements PacketSink {
    /** More than any broker has to say in a packet that is not relayed. */
    static final int LONGEST_TAKEN = 1 << 20;

    private final Opening opening;
    private final Session session;
    private final MqttVersion version;
    private final ByteBufAllocator alloc;
    private Relay relay;
    private boolean connected;

    BrokerPackets(Opening opening, Session session, ByteBufAllocator alloc) {
        this.opening = opening;
        this.session = session;
        this.version = session.version();
        this.alloc = alloc;
    }

    /** Where packets go. */
    void relayTo(Relay to) {
        relay = to;
    }

    @Override
    public Treatment treat(int firstByte, int length) {
        Treatment treatment = treatment(PacketType.of(firstByte), length);
        if (treatment == Treatment.TAKE && length > LONGEST_TAKEN) {
            throw MqttViolation.malformed("a packet that is too long for its type");
        }
        return treatment;
    }

    private Treatment treatment(int type, int length) {
        if (!connected) {
            if (type != PacketType.CONNACK) {
                throw MqttViolation.protocolError("something before the CONNACK"); // MQTT-3.2.0-1
            }
            return Treatment.TAKE;
        }
        return switch (type) {
            case PacketType.PUBLISH -> {
                relay.traffic().messageToClient();
                yield Treatment.RELAY;
            }
            case PacketType.PINGRESP -> Treatment.RELAY;
            case PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBREL, PacketType.PUBCOMP ->
                hasProperties(length) ? Treatment.TAKE : Treatment.RELAY;
            case PacketType.SUBACK, PacketType.UNSUBACK -> Treatment.TAKE;
            case PacketType.DISCONNECT -> {
                if (version == MqttVersion.V3) {
                    throw MqttViolation.protocolError("a DISCONNECT from a 3.1.1 broker");
                }
                yield Treatment.TAKE;
            }
            default -> throw MqttViolation.protocolError("a packet that no broker sends now");
        };
    }

    @Override
    public boolean mayPass(int firstByte, ByteBuf bytes, int body, int length) {
        return true;
    }

    @Override
    public void take(int firstByte, ByteBuf body) {
        WireReader in = new WireReader(body);
        int type = PacketType.of(firstByte);
        switch (type) {
            case PacketType.CONNACK -> {
                connected = true;
                opening.answered(Connack.read(in, version));
            }
            case PacketType.SUBACK, PacketType.UNSUBACK -> answer(Answer.read(type, in, version));
            case PacketType.DISCONNECT ->
                session.end(Ending.brokerLeft(Disconnect.read(in, version).code()));
            default -> relay.sendToClient(Acknowledgement.read(firstByte, in).toPacket(alloc));
        }
    }

    @Override
    public void relay(ByteBuf bytes) {
        relay.passToClient(bytes);
    }

    @Override
    public void violated(MqttViolation violation) {
        session.end(Ending.brokerGone(Cause.BROKER_LOST, violation.getMessage()));
    }

    private void answer(Answer fromBroker) {
        boolean codes = version == MqttVersion.V5 || fromBroker.type() == PacketType.SUBACK;
        relay.sendToClient(relay.pending().complete(fromBroker, codes).toPacket(alloc, version));
        relay.balance();
    }

    /** Of what a broker says about its reasons, only the code goes on. */
    private boolean hasProperties(int length) {
        return version == MqttVersion.V5 && length > Acknowledgement.LENGTH_WITHOUT_PROPERTIES;
    }
}
