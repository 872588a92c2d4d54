package dev.mqttdsp.gateway.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Makes TLS contexts: BoringSSL where this machine has it, else the JDK; TLS 1.2 and 1.3 and nothing older. */
final class TlsContexts {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private TlsContexts() {}

    /** For the public listeners. */
    static SslContext forClients(Identity identity) throws SSLException {
        return SslContextBuilder.forServer(identity.key(), identity.chain())
                .sslProvider(provider())
                .protocols(PROTOCOLS)
                .build();
    }

    /**
     * Towards a broker: its chain and its host name are verified.
     *
     * @param authorities that may have signed its certificate; empty for the JVM's
     * @param identity shown to a broker that asks for a certificate
     */
    static SslContext towardsBroker(List<X509Certificate> authorities, Optional<Identity> identity)
            throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(provider())
                .protocols(PROTOCOLS)
                .endpointIdentificationAlgorithm("HTTPS"); // RFC 2818 §3.1
        if (!authorities.isEmpty()) {
            builder.trustManager(authorities);
        }
        identity.ifPresent(own -> builder.keyManager(own.key(), own.chain()));
        return builder.build();
    }

    private static SslProvider provider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    }
}
