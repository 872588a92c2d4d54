package dev.mqttdsp.gateway.mqtt;

import io.netty.buffer.ByteBuf;

/**
 * Where the packets of one direction go. Methods are called in the order of the packets.
 */
public interface PacketSink {

    /** What is to happen with a packet. */
    enum Treatment {
        /** It goes on as it is, unseen. */
        RELAY,
        /** {@link #mayPass} says whether it goes on as it is. */
        CHECK,
        /** {@link #take} has it; it does not go on. */
        TAKE
    }

    /**
     * Judges a packet by its fixed header, before its body has arrived.
     *
     * @param firstByte type and flags
     * @param length of the whole packet, in bytes
     * @throws MqttViolation when there may be no such packet
     */
    Treatment treat(int firstByte, int length);

    /**
     * Looks at a complete packet.
     *
     * @param bytes has the packet in it; valid during the call
     * @param body where what follows the fixed header begins
     * @param length of what follows the fixed header, in bytes
     * @return false to drop it
     */
    boolean mayPass(int firstByte, ByteBuf bytes, int body, int length);

    /**
     * Takes a complete packet, after everything before it has gone to {@link #relay}.
     *
     * @param body what follows the fixed header; valid during the call
     */
    void take(int firstByte, ByteBuf body);

    /**
     * Sends bytes on: one packet, several, or a part of one.
     *
     * @param bytes the receiver releases them
     */
    void relay(ByteBuf bytes);

    /** Nothing else will come, because of that. Called once. */
    void violated(MqttViolation violation);
}
