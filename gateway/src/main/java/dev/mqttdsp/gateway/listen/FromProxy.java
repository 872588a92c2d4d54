package dev.mqttdsp.gateway.listen;

import dev.mqttdsp.gateway.session.Addresses;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first bytes of a connection from a listed proxy: perhaps a header of the PROXY protocol, version 1 or 2, that says who
 * the client is. Without one the connection is the proxy's own, or that of a client whom nobody announces.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class FromProxy extends ByteToMessageDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(FromProxy.class);
    /** How a header begins (PROXY protocol, §2.1 and §2.2). */
    private static final List<byte[]> BEGINNINGS = List.of(
            "PROXY ".getBytes(StandardCharsets.US_ASCII),
            new byte[] {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A});
    /** More than proxies have to say about a connection, in bytes. */
    private static final int LONGEST_DETAILS = 4 << 10;

    private final Runnable then;

    /**
     * A connection from a proxy.
     *
     * @param then adds what comes behind the header to the end of the pipeline, when the client's address is known
     */
    FromProxy(Runnable then) {
        this.then = then;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        for (byte[] beginning : BEGINNINGS) {
            int same = same(in, beginning);
            if (same == beginning.length) {
                ctx.pipeline().addAfter(ctx.name(), null, new Announced());
                ctx.pipeline().addAfter(ctx.name(), null, new HAProxyMessageDecoder(LONGEST_DETAILS));
                ctx.pipeline().remove(this); // which hands on what was read
                return;
            }
            if (same == in.readableBytes()) {
                return; // it may become one
            }
        }
        then.run();
        ctx.pipeline().remove(this);
    }

    private static int same(ByteBuf in, byte[] beginning) {
        int length = Math.min(in.readableBytes(), beginning.length);
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != beginning[i]) {
                return -1;
            }
        }
        return length;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /** Takes the header. */
    private final class Announced extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            try {
                if (message instanceof HAProxyMessage header && header.command() == HAProxyCommand.PROXY) {
                    take(ctx, header);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
            then.run();
            ctx.pipeline().remove(this);
        }

        /** Of anything but TCP the proxy's own address stays, as the protocol says of what is unknown. */
        private void take(ChannelHandlerContext ctx, HAProxyMessage header) {
            HAProxyProxiedProtocol protocol = header.proxiedProtocol();
            if (protocol == HAProxyProxiedProtocol.TCP4 || protocol == HAProxyProxiedProtocol.TCP6) {
                AddressRanges.address(header.sourceAddress())
                        .map(address -> new InetSocketAddress(address, header.sourcePort()))
                        .ifPresent(client -> Addresses.announce(ctx.channel(), client));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.debug(
                    "{} sends no PROXY header that can be read: {}",
                    ctx.channel().remoteAddress(),
                    cause.toString());
            ctx.close();
        }
    }
}
