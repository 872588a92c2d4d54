package dev.mqttdsp.gateway.listen;

import dev.mqttdsp.gateway.meter.GatewayMeters;
import dev.mqttdsp.gateway.session.Arrival;
import dev.mqttdsp.gateway.tls.ServerCertificates;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Begins TLS when a client has sent its first byte, so that a silent connection costs no TLS engine. Anything but a
 * handshake is hung up on, unless it comes from a proxy that may have ended TLS itself.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class TlsOnFirstByte extends ChannelInboundHandlerAdapter {
    /** The content type of a handshake record (RFC 8446 §5.1). */
    private static final int HANDSHAKE = 22;

    private final ServerCertificates certificates;
    private final boolean plainToo;
    private final Turnstile turnstile;
    private final Arrival arrival;
    private final GatewayMeters meters;
    /** What has come while the handshake waits for its turn. */
    private ByteBuf held;

    /**
     * A connection that has not said anything yet.
     *
     * @param plainToo whether anything but a handshake is handed on as it is
     * @param turnstile says when a handshake may begin
     */
    TlsOnFirstByte(
            ServerCertificates certificates,
            boolean plainToo,
            Turnstile turnstile,
            Arrival arrival,
            GatewayMeters meters) {
        this.certificates = certificates;
        this.plainToo = plainToo;
        this.turnstile = turnstile;
        this.arrival = arrival;
        this.meters = meters;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (held != null) {
            held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, bytes);
            return;
        }
        if (!bytes.isReadable()) {
            bytes.release();
            return;
        }
        arrival.heard();
        if (bytes.getUnsignedByte(bytes.readerIndex()) != HANDSHAKE) {
            plain(ctx, bytes);
        } else {
            held = bytes;
            ctx.channel().config().setAutoRead(false);
            turnstile.pass(ctx.channel().eventLoop(), () -> begin(ctx));
        }
    }

    private void begin(ChannelHandlerContext ctx) {
        if (held == null) {
            return; // it has gone
        }
        ByteBuf bytes = held;
        held = null;
        ctx.channel().config().setAutoRead(true);
        ctx.pipeline().addAfter(ctx.name(), null, new TlsByName(certificates, meters));
        ctx.fireChannelRead(bytes);
        ctx.pipeline().remove(this);
    }

    /** The connection has ended, or TLS begins. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    private void plain(ChannelHandlerContext ctx, ByteBuf bytes) {
        if (plainToo) {
            ctx.fireChannelRead(bytes);
            ctx.pipeline().remove(this);
        } else {
            bytes.release();
            ctx.close();
        }
    }
}
