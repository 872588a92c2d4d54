package dev.mqttdsp.gateway.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The certificates that clients are shown, by the host name that a client asks for. When their files change, new handshakes
 * get the new ones; connections that are there go on as they are. Thread safe.
 */
public final class ServerCertificates implements AutoCloseable {
    private final List<Source> sources;
    private final EndNotice notice;
    /** Held for reading while TLS is made with a certificate, which keeps that one from being released. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private CertificateChoice choice;

    private ServerCertificates(List<Source> sources, EndNotice notice) {
        this.sources = sources;
        this.notice = notice;
        this.choice = choice();
    }

    /** A certificate and where it comes from. */
    private static final class Source {
        private final CertificateFiles files;
        private final FromFiles<ServerCertificate> source;
        private ServerCertificate now;

        Source(CertificateFiles files, boolean byName) throws IOException {
            this.files = files;
            this.source = new FromFiles<>(
                    List.of(files.certificate(), files.key()),
                    contents -> ServerCertificate.of(files, contents.get(0), contents.get(1), byName));
            this.now = source.first();
        }
    }

    /**
     * Reads them for the first time.
     *
     * @param files at least one pair; the first is for everybody who asks for none of the others
     * @throws IOException when files do not hold a certificate and its key, or one beside the first no host name; the message
     *     names them
     */
    public static ServerCertificates load(List<CertificateFiles> files, Clock clock) throws IOException {
        List<Source> sources = new ArrayList<>();
        try {
            for (CertificateFiles pair : files) {
                sources.add(new Source(pair, !sources.isEmpty()));
            }
        } catch (IOException e) {
            sources.forEach(source -> ReferenceCountUtil.release(source.now.context()));
            throw e;
        }
        return new ServerCertificates(sources, new EndNotice(clock));
    }

    private CertificateChoice choice() {
        return CertificateChoice.of(sources.stream().map(source -> source.now).toList());
    }

    /**
     * TLS for a new connection.
     *
     * @param host the name that the client asks for (RFC 6066 §3); null for none
     */
    public SslHandler handler(String host, ByteBufAllocator alloc) {
        lock.readLock().lock();
        try {
            return choice.of(host).context().newHandler(alloc);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Looks whether files have changed, and whether a certificate ends soon. May block; for one thread. */
    public void look() {
        for (Source source : sources) {
            source.source.again().ifPresent(changed -> show(source, changed));
            notice.look(source.files.certificate(), source.now.chain());
        }
    }

    private void show(Source source, ServerCertificate changed) {
        ServerCertificate before = source.now;
        source.now = changed;
        CertificateChoice next = choice();
        lock.writeLock().lock();
        try {
            choice = next;
        } finally {
            lock.writeLock().unlock();
        }
        ReferenceCountUtil.release(before.context());
    }

    @Override
    public void close() {
        sources.forEach(source -> ReferenceCountUtil.release(source.now.context()));
    }
}
