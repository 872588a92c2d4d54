package dev.mqttdsp.gateway.listen;

import dev.mqttdsp.gateway.meter.GatewayMeters;
import dev.mqttdsp.gateway.tls.ServerCertificates;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;

/** Makes TLS when the ClientHello is there, with the certificate for the name in it (RFC 6066 §3). */
final class TlsByName extends AbstractSniHandler<Void> {
    /** More than clients have to say, in bytes. */
    private static final int LONGEST_HELLO = 16 << 10;
    /** The deadline for the CONNECT covers the handshake. */
    private static final int NO_TIMEOUT = 0;
    /** So long a client may leave our last bytes in its socket before the connection is cut. */
    private static final int CLOSE_MILLIS = 100;

    private final ServerCertificates certificates;
    private final GatewayMeters meters;
    private final long beganAt = System.nanoTime();

    TlsByName(ServerCertificates certificates, GatewayMeters meters) {
        super(LONGEST_HELLO, NO_TIMEOUT);
        this.certificates = certificates;
        this.meters = meters;
    }

    /** There is nothing to wait for. */
    @Override
    protected Future<Void> lookup(ChannelHandlerContext ctx, String host) {
        return ctx.executor().newSucceededFuture(null);
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, String host, Future<Void> done) {
        SslHandler tls = certificates.handler(host, ctx.alloc());
        tls.handshakeFuture().addListener(shaken -> {
            if (shaken.isSuccess()) {
                meters.handshake(System.nanoTime() - beganAt);
            }
        });
        tls.setHandshakeTimeoutMillis(NO_TIMEOUT);
        tls.setCloseNotifyFlushTimeoutMillis(CLOSE_MILLIS);
        ctx.pipeline().replace(this, "tls", tls);
    }
}
