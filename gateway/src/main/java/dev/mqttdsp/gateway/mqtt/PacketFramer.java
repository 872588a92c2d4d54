package dev.mqttdsp.gateway.mqtt;

import dev.mqttdsp.gateway.mqtt.PacketSink.Treatment;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Cuts the byte stream of one direction into packets. What is relayed leaves in slices of what came in, as many packets
 * in one slice as stand side by side; only a packet that arrived in pieces is ever copied. Belongs to one event loop.
 */
public final class PacketFramer {
    private final boolean streaming;
    private final HeldBytes held;
    /** Packets of the gateway's own that wait for the end of one that is going on in parts. */
    private final Deque<ByteBuf> inserted = new ArrayDeque<>();

    private PacketSink sink;
    /** What is still to come of a packet that went on in part, in bytes. */
    private int streamed;
    /** How far the bytes at hand have been passed over; what lies between their reader index and here is a run. */
    private int at;

    private boolean working;
    private boolean paused;
    private boolean closed;

    /**
     * Stands at the beginning of a stream.
     *
     * @param streaming whether relayed packets go on piece by piece as they arrive, whatever their size, instead of
     *     whole
     * @param heldLimit how many bytes may wait, for the rest of their packet or during a pause
     */
    public PacketFramer(ByteBufAllocator alloc, boolean streaming, int heldLimit, PacketSink sink) {
        this.held = new HeldBytes(alloc, heldLimit);
        this.streaming = streaming;
        this.sink = sink;
    }

    /** From the next packet on, packets go there. */
    public void sendTo(PacketSink next) {
        sink = next;
    }

    /** Takes over the bytes and works through them. */
    public void read(ByteBuf bytes) {
        if (closed) {
            bytes.release();
        } else if (held.isEmpty()) {
            work(bytes, false);
        } else {
            held.append(bytes);
            workOnHeld();
        }
        if (held.tooMany()) {
            close();
            sink.violated(new MqttViolation(ReasonCode.QUOTA_EXCEEDED, "more bytes ahead of an answer than may wait"));
        }
    }

    /** Puts a packet of the gateway's own into the stream, behind the packet that is going on now. */
    public void insert(ByteBuf packet) {
        if (closed) {
            packet.release();
        } else if (midPacket()) {
            inserted.add(packet);
        } else {
            sink.relay(packet);
        }
    }

    /** Whether packets of the gateway's own wait. */
    public boolean insertsWait() {
        return !inserted.isEmpty();
    }

    /** Holds whatever follows the packet that is being taken. */
    public void pause() {
        paused = true;
    }

    /** Ends {@link #pause}. */
    public void resume() {
        paused = false;
        workOnHeld();
    }

    /** Forgets everything, and everything that will still come. */
    public void close() {
        closed = true;
        held.release();
        inserted.forEach(ByteBuf::release);
        inserted.clear();
    }

    /** Whether a packet has gone on in part: nothing may be put into the stream now. */
    public boolean midPacket() {
        return streamed > 0;
    }

    private void workOnHeld() {
        if (!held.isEmpty() && !working && !paused && !closed) {
            work(held.take(), true);
        }
    }

    /**
     * Cuts the bytes and keeps what cannot be used yet.
     *
     * @param own whether nobody else has a part in these bytes, so that more may be written behind them
     */
    private void work(ByteBuf bytes, boolean own) {
        int start = bytes.readerIndex();
        at = start;
        working = true;
        MqttViolation violation = null;
        try {
            boolean more = true;
            while (more && !paused && !closed) {
                more = next(bytes);
            }
        } catch (MqttViolation e) {
            violation = e;
        } finally {
            working = false;
            settle(bytes, own && at == start);
        }
        if (violation != null && !closed) {
            close();
            sink.violated(violation);
        }
    }

    /** Moves over the next packet, or over as much as may go on; false when more bytes are needed for that. */
    private boolean next(ByteBuf bytes) {
        int available = bytes.writerIndex() - at;
        if (streamed > 0) {
            int part = Math.min(streamed, available);
            at += part;
            streamed -= part;
            if (streamed == 0 && insertsWait()) {
                relayRun(bytes);
                inserted.forEach(sink::relay);
                inserted.clear();
            }
            return part > 0;
        }
        int header = FixedHeader.length(bytes, at);
        if (header == 0) {
            return false;
        }
        int firstByte = bytes.getUnsignedByte(at);
        int length = FixedHeader.bodyLength(bytes, at, header);
        Treatment treatment = sink.treat(firstByte, header + length);
        if (streaming && treatment == Treatment.RELAY) {
            streamed = header + length;
            return true;
        }
        if (available < header + length) {
            return false;
        }
        if (treatment == Treatment.RELAY) {
            at += header + length;
            return true;
        }
        int body = at + header;
        if (treatment == Treatment.TAKE || !sink.mayPass(firstByte, bytes, body, length)) {
            relayRun(bytes);
            bytes.skipBytes(header + length);
        }
        at = body + length;
        if (treatment == Treatment.TAKE) {
            sink.take(firstByte, bytes.slice(body, length));
        }
        return true;
    }

    /** Relays what has been passed over and not yet been relayed. */
    private void relayRun(ByteBuf bytes) {
        int length = at - bytes.readerIndex();
        if (length > 0) {
            sink.relay(bytes.readRetainedSlice(length));
        }
    }

    /** Relays the last run and keeps what is left. */
    private void settle(ByteBuf bytes, boolean appendable) {
        if (closed) {
            bytes.release();
        } else if (at == bytes.writerIndex() && bytes.isReadable()) {
            sink.relay(bytes);
        } else if (appendable) {
            held.keep(bytes);
        } else {
            relayRun(bytes);
            held.append(bytes);
        }
    }
}
