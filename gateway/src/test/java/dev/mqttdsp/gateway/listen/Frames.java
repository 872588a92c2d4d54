package dev.mqttdsp.gateway.listen;

import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * A client's frames read by the letter of RFC 6455 §5, one after the other, to compare with.
 *
 * @param payload what the data frames hold, in hexadecimal digits
 * @param ended whether the connection ends: a close, text, or a frame that may not be
 */
record Frames(String payload, boolean ended) {
    private static final int CONTINUATION = 0;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PONG = 10;

    static Frames of(byte[] input, int largest) {
        ByteBuffer in = ByteBuffer.wrap(input);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        boolean inMessage = false;
        boolean ended = false;
        while (!ended && in.remaining() >= 2) {
            int first = in.get() & 0xFF;
            int second = in.get() & 0xFF;
            boolean last = (first & 0x80) != 0;
            int opcode = first & 0x0F;
            boolean control = opcode >= CLOSE;
            ended = (first & 0x70) != 0
                    || (second & 0x80) == 0
                    || (control && (!last || (second & 0x7F) > 125 || opcode > PONG))
                    || (!control && (opcode > BINARY || (opcode == CONTINUATION) != inMessage))
                    || (opcode == CLOSE && (second & 0x7F) == 1);
            if (ended) {
                break;
            }
            int form = second & 0x7F;
            int more = form == 126 ? 2 : form == 127 ? 8 : 0;
            if (in.remaining() < more) {
                break;
            }
            long length = form == 126 ? in.getShort() & 0xFFFF : form == 127 ? in.getLong() : form;
            ended = length < 0 || length > largest || (form == 126 && length < 126) || (form == 127 && length < 65_536);
            if (ended || in.remaining() < 4 + length) {
                break;
            }
            byte[] mask = new byte[4];
            in.get(mask);
            byte[] content = new byte[(int) length];
            in.get(content);
            for (int i = 0; i < content.length; i++) {
                content[i] ^= mask[i % 4];
            }
            if (control) {
                ended = opcode == CLOSE;
            } else {
                ended = opcode == 1;
                inMessage = !last;
                if (!ended) {
                    payload.writeBytes(content);
                }
            }
        }
        return new Frames(ByteBufUtil.hexDump(payload.toByteArray()), ended);
    }
}
