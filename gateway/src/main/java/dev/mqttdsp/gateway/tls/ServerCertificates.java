package dev.mqttdsp.gateway.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The certificates that clients are shown. When their files change, new handshakes get the new ones; connections that are
 * there go on as they are. Thread safe.
 */
public final class ServerCertificates implements AutoCloseable {
    private final CertificateFiles files;
    private final FromFiles<ServerCertificate> source;
    private final EndNotice notice;
    /** Held for reading while TLS is made with a certificate, which keeps that one from being released. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private ServerCertificate shown;

    private ServerCertificates(
            CertificateFiles files, FromFiles<ServerCertificate> source, ServerCertificate shown, EndNotice notice) {
        this.files = files;
        this.source = source;
        this.shown = shown;
        this.notice = notice;
    }

    /**
     * Reads them for the first time.
     *
     * @throws IOException when files do not hold a certificate and its key; the message names them
     */
    public static ServerCertificates load(CertificateFiles files, Clock clock) throws IOException {
        FromFiles<ServerCertificate> source = new FromFiles<>(
                List.of(files.certificate(), files.key()),
                contents -> ServerCertificate.of(files, contents.get(0), contents.get(1)));
        return new ServerCertificates(files, source, source.first(), new EndNotice(clock));
    }

    /** TLS for a new connection. */
    public SslHandler handler(ByteBufAllocator alloc) {
        lock.readLock().lock();
        try {
            return shown.context().newHandler(alloc);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Looks whether files have changed, and whether a certificate ends soon. May block; for one thread. */
    public void look() {
        source.again().ifPresent(this::show);
        notice.look(files.certificate(), shown.chain());
    }

    private void show(ServerCertificate changed) {
        ServerCertificate before;
        lock.writeLock().lock();
        try {
            before = shown;
            shown = changed;
        } finally {
            lock.writeLock().unlock();
        }
        ReferenceCountUtil.release(before.context());
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            ReferenceCountUtil.release(shown.context());
        } finally {
            lock.writeLock().unlock();
        }
    }
}
