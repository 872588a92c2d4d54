package dev.mqttdsp.gateway.tls;

import dev.mqttdsp.core.broker.BrokerLogin;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * TLS towards a broker, by the files of its entry: whom the gateway trusts there, and who it says it is. When the files
 * change, new connections use the new ones. Not thread safe.
 */
public final class BrokerTrust implements AutoCloseable {
    private final FromFiles<Made> source;
    private final Optional<Path> certificate;
    private final EndNotice notice;
    private Made made;

    private record Made(SslContext context, List<X509Certificate> chain) {}

    private BrokerTrust(FromFiles<Made> source, Optional<Path> certificate, EndNotice notice) throws IOException {
        this.source = source;
        this.certificate = certificate;
        this.notice = notice;
        this.made = source.first();
    }

    /**
     * Reads the files for the first time.
     *
     * @throws IOException when they do not hold what they should; the message names them
     */
    public static BrokerTrust load(BrokerLogin login, Clock clock) throws IOException {
        List<Path> files = Stream.of(login.ca(), login.certificate(), login.key())
                .flatMap(Optional::stream)
                .toList();
        return new BrokerTrust(
                new FromFiles<>(files, contents -> make(login, contents)), login.certificate(), new EndNotice(clock));
    }

    private static Made make(BrokerLogin login, List<byte[]> contents) throws IOException {
        Iterator<byte[]> next = contents.iterator();
        List<X509Certificate> authorities =
                login.ca().isPresent() ? PemFiles.certificates(login.ca().get(), next.next()) : List.of();
        Optional<Identity> identity = Optional.empty();
        if (login.certificate().isPresent() && login.key().isPresent()) {
            identity = Optional.of(PemFiles.fitting(
                    new CertificateFiles(login.certificate().get(), login.key().get()), next.next(), next.next()));
        }
        return new Made(
                TlsContexts.towardsBroker(authorities, identity),
                identity.map(Identity::chain).orElse(List.of()));
    }

    /** The context for a new connection; to be released by the caller. */
    public SslContext context() {
        return ReferenceCountUtil.retain(made.context());
    }

    /** Looks whether files have changed, and whether the certificate ends soon. May block. */
    public void look() {
        source.again().ifPresent(changed -> {
            ReferenceCountUtil.release(made.context());
            made = changed;
        });
        certificate.ifPresent(file -> notice.look(file, made.chain()));
    }

    @Override
    public void close() {
        ReferenceCountUtil.release(made.context());
    }
}
