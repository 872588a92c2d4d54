package dev.mqttdsp.gateway.tls;

import dev.mqttdsp.core.broker.BrokerLogin;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Makes TLS contexts: BoringSSL where this machine has it, else the JDK; TLS 1.2 and 1.3 and nothing older. */
public final class TlsContexts {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private TlsContexts() {}

    /**
     * For the public listeners.
     *
     * @param certificate PEM file of the certificate chain
     * @param key PEM file of the private key (PKCS#8)
     * @throws SSLException when the files do not hold what they should; the message names them
     */
    public static SslContext forClients(Path certificate, Path key) throws SSLException {
        try {
            return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .sslProvider(provider())
                    .protocols(PROTOCOLS)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new SSLException(certificate + " and " + key + " are no certificate and key in PEM (PKCS#8)", e);
        }
    }

    /**
     * Towards a broker: its chain and its host name are verified, and a client certificate is shown where the entry has
     * one.
     *
     * @throws SSLException when the files of the entry do not hold what they should; the message names them
     */
    public static SslContext towardsBroker(BrokerLogin login) throws SSLException {
        File ca = login.ca().map(Path::toFile).orElse(null);
        File certificate = login.certificate().map(Path::toFile).orElse(null);
        File key = login.key().map(Path::toFile).orElse(null);
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(provider())
                    .protocols(PROTOCOLS)
                    .endpointIdentificationAlgorithm("HTTPS") // RFC 2818 §3.1
                    .trustManager(ca)
                    .keyManager(certificate, key)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new SSLException("no PEM in one of: ca " + ca + ", certificate " + certificate + ", key " + key, e);
        }
    }

    /**
     * Towards another process of the operator's own, whose chain and host name are verified.
     *
     * @param ca PEM file of the authorities that may have signed its certificate; without it the JVM's
     * @throws SSLException when the file does not hold what it should; the message names it
     */
    public static SslContext towards(Optional<Path> ca) throws SSLException {
        return towardsBroker(
                new BrokerLogin(Optional.empty(), Optional.empty(), ca, Optional.empty(), Optional.empty()));
    }

    private static SslProvider provider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    }
}
