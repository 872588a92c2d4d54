package dev.mqttdsp.gateway.session;

import dev.mqttdsp.gateway.mqtt.Acknowledgement;
import dev.mqttdsp.gateway.mqtt.Answer;
import dev.mqttdsp.gateway.mqtt.Disconnect;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import dev.mqttdsp.gateway.mqtt.MqttViolation;
import dev.mqttdsp.gateway.mqtt.PacketSink;
import dev.mqttdsp.gateway.mqtt.PacketType;
import dev.mqttdsp.gateway.mqtt.PublishHead;
import dev.mqttdsp.gateway.mqtt.ReasonCode;
import dev.mqttdsp.gateway.mqtt.Subscribe;
import dev.mqttdsp.gateway.mqtt.Unsubscribe;
import dev.mqttdsp.gateway.mqtt.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;
import java.util.function.Supplier;

/** The client's packets, once the session is open. */
final class ClientPackets implements PacketSink {
    private final Session session;
    private final Relay relay;
    private final Traffic traffic;
    private final TopicGate gate;
    private final KnownTopics known = new KnownTopics();
    private final MqttVersion version;
    private final int packetLimit;
    private final ByteBufAllocator alloc;

    ClientPackets(Session session, Relay relay, TopicGate gate, int packetLimit, ByteBufAllocator alloc) {
        this.session = session;
        this.relay = relay;
        this.traffic = relay.traffic();
        this.gate = gate;
        this.version = session.version();
        this.packetLimit = packetLimit;
        this.alloc = alloc;
    }

    @Override
    public Treatment treat(int firstByte, int length) {
        int type = PacketType.of(firstByte);
        if (length > packetLimit) {
            throw new MqttViolation(ReasonCode.PACKET_TOO_LARGE, "a packet larger than allowed");
        }
        if (type != PacketType.PUBLISH && PacketType.flags(firstByte) != PacketType.prescribedFlags(type)) {
            throw MqttViolation.malformed("reserved flags are set"); // MQTT-2.1.3-1, 3.1.1 MQTT-2.2.2-1
        }
        return switch (type) {
            case PacketType.PUBLISH -> Treatment.CHECK;
            case PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBREL, PacketType.PUBCOMP -> Treatment.RELAY;
            case PacketType.PINGREQ -> {
                traffic.packetFromClient();
                yield Treatment.RELAY;
            }
            case PacketType.SUBSCRIBE, PacketType.UNSUBSCRIBE, PacketType.DISCONNECT -> Treatment.TAKE;
            case PacketType.CONNECT -> throw MqttViolation.protocolError("a second CONNECT"); // MQTT-3.1.0-2
            default -> throw MqttViolation.protocolError("a packet that no client sends"); // AUTH: none was agreed on
        };
    }

    @Override
    public boolean mayPass(int firstByte, ByteBuf bytes, int body, int length) {
        traffic.messageFromClient();
        if (isKnown(firstByte, bytes, body, length)) {
            return true;
        }
        PublishHead publish = PublishHead.read(firstByte, new WireReader(bytes.slice(body, length)), version);
        Optional<Cause> refusal = gate.refusal(publish);
        if (refusal.isEmpty()) {
            known.add(bytes, body + Short.BYTES, bytes.getUnsignedShort(body), publish.retain());
            return true;
        }
        refuse(publish, refusal.get(), length);
        return false;
    }

    /** Whether nothing is to be judged: the head is in order, without properties, and the topic has been judged before. */
    private boolean isKnown(int firstByte, ByteBuf bytes, int body, int length) {
        int qos = firstByte >>> 1 & 0x03;
        int topic = length < Short.BYTES ? 0 : bytes.getUnsignedShort(body);
        int head = Short.BYTES + topic + (qos > 0 ? Short.BYTES : 0) + (version == MqttVersion.V5 ? 1 : 0);
        boolean duplicate = (firstByte & 0x08) != 0;
        return length >= head
                && qos < 3
                && !(duplicate && qos == 0)
                && (qos == 0 || bytes.getUnsignedShort(body + Short.BYTES + topic) != 0)
                && (version == MqttVersion.V3 || bytes.getByte(body + head - 1) == 0)
                && known.has(bytes, body + Short.BYTES, topic, (firstByte & 0x01) != 0);
    }

    private void refuse(PublishHead publish, Cause refusal, int length) {
        traffic.bytesFromClient(length);
        session.visitor().topicRefused(refusal, publish.topic());
        if (version == MqttVersion.V3) {
            session.end(Ending.PUBLISH_REFUSED);
        } else if (publish.qos() > 0) {
            // After a PUBREC that refuses, the packet identifier is free on both sides (MQTT-4.3.3-8): a PUBREL that
            // comes nevertheless is the broker's to answer.
            relay.sendToClient(
                    Acknowledgement.refusing(publish, gate.code(refusal)).toPacket(alloc));
        }
    }

    @Override
    public void take(int firstByte, ByteBuf body) {
        traffic.packetFromClient();
        traffic.bytesFromClient(body.readableBytes());
        WireReader in = new WireReader(body);
        switch (PacketType.of(firstByte)) {
            case PacketType.SUBSCRIBE -> subscribe(Subscribe.read(in, version));
            case PacketType.UNSUBSCRIBE -> unsubscribe(Unsubscribe.read(in, version));
            default -> session.disconnectedByClient(Disconnect.read(in, version));
        }
    }

    @Override
    public void relay(ByteBuf bytes) {
        traffic.bytesFromClient(bytes.readableBytes());
        relay.passToBroker(bytes);
    }

    @Override
    public void violated(MqttViolation violation) {
        session.end(Ending.violation(violation));
    }

    private void subscribe(Subscribe subscribe) {
        var division = gate.divide(subscribe);
        division.refused().forEach(refused -> session.visitor().topicRefused(refused.cause(), refused.filter()));
        ask(PacketType.SUBACK, subscribe.packetId(), division, () -> subscribe
                .with(division.forBroker())
                .toPacket(alloc, version));
    }

    private void unsubscribe(Unsubscribe unsubscribe) {
        var division = gate.divide(unsubscribe);
        ask(PacketType.UNSUBACK, unsubscribe.packetId(), division, () -> unsubscribe
                .with(division.forBroker())
                .toPacket(alloc, version));
    }

    /** Sends what the broker is to answer, or answers at once when there is nothing of that kind. */
    private void ask(int answerType, int packetId, TopicGate.Division<?> division, Supplier<ByteBuf> forBroker) {
        AnswerPlan plan = division.plan();
        if (division.forBroker().isEmpty()) {
            answer(answerType, packetId, plan.without(ReasonCode.NOT_AUTHORIZED));
            return;
        }
        relay.pending().expect(answerType, packetId, plan);
        if (!relay.sendToBroker(forBroker.get())) {
            relay.pending().forget(answerType, packetId);
            answer(answerType, packetId, plan.without(ReasonCode.UNSPECIFIED));
        }
    }

    private void answer(int type, int packetId, byte[] codes) {
        relay.sendToClient(new Answer(type, packetId, codes).toPacket(alloc, version));
    }
}
