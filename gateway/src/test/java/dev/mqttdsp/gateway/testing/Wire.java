package dev.mqttdsp.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Packets written by hand, right or wrong. */
public final class Wire {
    public static final int V3 = 4;
    public static final int V5 = 5;
    /** Clean session or clean start, user name, password. */
    public static final int USUAL_FLAGS = 0xC2;

    private Wire() {}

    /** The bytes one after the other: numbers and letters are bytes, texts are strings of MQTT, arrays are themselves. */
    public static byte[] bytes(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Integer number) {
                out.write(number);
            } else if (part instanceof Character letter) {
                out.write(letter);
            } else if (part instanceof String text) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                out.write(utf8.length >>> 8);
                out.write(utf8.length);
                out.writeBytes(utf8);
            } else {
                out.writeBytes((byte[]) part);
            }
        }
        return out.toByteArray();
    }

    /** A packet with a right remaining length. */
    public static byte[] packet(int firstByte, Object... body) {
        byte[] content = bytes(body);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(firstByte);
        int rest = content.length;
        while (rest >= 0x80) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** A usual CONNECT. */
    public static byte[] connect(int level, String clientId, String password) {
        return connect(level, USUAL_FLAGS, clientId, "any", password);
    }

    /** A CONNECT with keep-alive 60, without properties. */
    public static byte[] connect(int level, int flags, Object... payload) {
        return connectWith(level, flags, new byte[0], payload);
    }

    /** A CONNECT with keep-alive 60; properties are written for version 5 only. */
    public static byte[] connectWith(int level, int flags, byte[] properties, Object... payload) {
        byte[] head = bytes("MQTT", level, flags, 0, 60);
        byte[] section = level == V5 ? bytes(properties.length, properties) : new byte[0];
        return packet(0x10, head, section, bytes(payload));
    }

    /** The topic of a PUBLISH or filter of a SUBSCRIBE for its version: 5 has properties behind the packet id. */
    public static byte[] subscribe(int level, int packetId, Object... entries) {
        return packet(0x82, 0, packetId, level == V5 ? bytes(0) : new byte[0], bytes(entries));
    }

    /** An UNSUBSCRIBE, as {@link #subscribe}. */
    public static byte[] unsubscribe(int level, int packetId, Object... filters) {
        return packet(0xA2, 0, packetId, level == V5 ? bytes(0) : new byte[0], bytes(filters));
    }

    /** A PUBLISH with QoS 0, as {@link #subscribe}. */
    public static byte[] publish(int level, Object topic, byte[] payload) {
        return packet(0x30, topic, level == V5 ? bytes(0) : new byte[0], payload);
    }

    /** A SUBACK, as {@link #subscribe}. */
    public static byte[] suback(int level, int packetId, byte... codes) {
        return packet(0x90, 0, packetId, level == V5 ? bytes(0) : new byte[0], codes);
    }

    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
