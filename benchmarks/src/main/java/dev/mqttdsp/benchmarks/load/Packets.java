package dev.mqttdsp.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The packets that clients send, in the form of MQTT 3.1.1. */
final class Packets {
    static final int CONNACK = 0x20;
    static final int PUBLISH = 0x30;
    static final int PUBACK = 0x40;
    static final int SUBACK = 0x90;
    static final int PUBACK_LENGTH = 4;

    private static final int CONNECT = 0x10;
    private static final int SUBSCRIBE = 0x82;
    private static final int LEVEL = 4;
    private static final int CLEAN_SESSION = 0x02;
    private static final int USER_AND_PASSWORD = 0xC0;

    private Packets() {}

    /** A CONNECT without keep-alive, with a clean session; a password comes with a user name (MQTT-3.1.2-22). */
    static ByteBuf connect(String clientId, Optional<String> password) {
        ByteBuf body = Unpooled.buffer();
        string(body, "MQTT");
        body.writeByte(LEVEL);
        body.writeByte(CLEAN_SESSION | (password.isPresent() ? USER_AND_PASSWORD : 0));
        body.writeShort(0);
        string(body, clientId);
        password.ifPresent(secret -> {
            string(body, "any");
            string(body, secret);
        });
        return packet(CONNECT, body);
    }

    static ByteBuf subscribe(String filter, int qos) {
        ByteBuf body = Unpooled.buffer();
        body.writeShort(1);
        string(body, filter);
        body.writeByte(qos);
        return packet(SUBSCRIBE, body);
    }

    static ByteBuf disconnect() {
        return Unpooled.wrappedBuffer(new byte[] {(byte) 0xE0, 0});
    }

    static void puback(ByteBuf out, int packetId) {
        out.writeByte(PUBACK).writeByte(2).writeShort(packetId);
    }

    /** A PUBLISH whose packet id and payload are zero. */
    static byte[] publish(String topic, int qos, int payload) {
        ByteBuf body = Unpooled.buffer();
        string(body, topic);
        body.writeZero((qos > 0 ? 2 : 0) + payload);
        ByteBuf packet = packet(PUBLISH | (qos << 1), body);
        byte[] bytes = new byte[packet.readableBytes()];
        packet.readBytes(bytes);
        return bytes;
    }

    private static ByteBuf packet(int firstByte, ByteBuf body) {
        ByteBuf out = Unpooled.buffer(body.readableBytes() + 5);
        out.writeByte(firstByte);
        int rest = body.readableBytes();
        while (rest >= 0x80) {
            out.writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return out.writeByte(rest).writeBytes(body);
    }

    private static void string(ByteBuf out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(utf8.length).writeBytes(utf8);
    }
}
