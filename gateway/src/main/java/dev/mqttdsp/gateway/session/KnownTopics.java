package dev.mqttdsp.gateway.session;

import io.netty.buffer.ByteBuf;

/**
 * The topics to which a client has sent lately and may send, as they stand on the wire: most clients send to a few topics again
 * and again, and what was judged once need not be read again. Rights belong to a grant's epoch and do not change within a
 * session. Belongs to one event loop.
 */
final class KnownTopics {
    /** A power of two. A topic that falls on another one's place takes it. */
    private static final int PLACES = 64;
    /** Longer ones are judged each time, so that a session holds no more than a few kilobytes. */
    private static final int LONGEST = 256;

    private byte[][] topics;

    /**
     * Whether that topic is known.
     *
     * @param at where it begins, behind its length
     * @param retain whether the message is to be retained, which is a right of its own
     */
    boolean has(ByteBuf bytes, int at, int length, boolean retain) {
        if (topics == null || length > LONGEST) {
            return false;
        }
        byte[] known = topics[place(bytes, at, length, retain)];
        if (known == null || known.length != length + 1 || known[length] != mark(retain)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known[i] != bytes.getByte(at + i)) {
                return false;
            }
        }
        return true;
    }

    /** Remembers that the client may send to that topic. */
    void add(ByteBuf bytes, int at, int length, boolean retain) {
        if (length > LONGEST) {
            return;
        }
        if (topics == null) {
            topics = new byte[PLACES][];
        }
        byte[] topic = new byte[length + 1];
        bytes.getBytes(at, topic, 0, length);
        topic[length] = mark(retain);
        topics[place(bytes, at, length, retain)] = topic;
    }

    private static byte mark(boolean retain) {
        return (byte) (retain ? 1 : 0);
    }

    private static int place(ByteBuf bytes, int at, int length, boolean retain) {
        int hash = retain ? 1 : 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + bytes.getByte(at + i);
        }
        return (hash ^ hash >>> 16) & (PLACES - 1);
    }
}
