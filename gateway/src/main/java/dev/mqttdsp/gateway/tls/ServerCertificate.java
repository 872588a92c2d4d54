package dev.mqttdsp.gateway.tls;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A certificate that clients are shown.
 *
 * @param context makes TLS with it
 * @param chain it, and those that lead to its authority
 * @param names the host names in it, in lower case
 */
record ServerCertificate(SslContext context, List<X509Certificate> chain, Set<String> names) {
    /** The tag of a host name among subject alternative names (RFC 5280 §4.2.1.6). */
    private static final int DNS_NAME = 2;

    /**
     * Makes it of what the files hold.
     *
     * @param byName whether it is shown to those only who ask for its name
     * @throws IOException when that is no certificate and its key, or it has no name and needs one; the message names the file
     */
    static ServerCertificate of(CertificateFiles files, byte[] certificate, byte[] key, boolean byName)
            throws IOException {
        Identity identity = PemFiles.fitting(files, certificate, key);
        Set<String> names = names(identity.certificate());
        if (byName && names.isEmpty()) {
            throw new IOException(files.certificate() + " names no host (subjectAltName), so nobody would ask for it");
        }
        return new ServerCertificate(TlsContexts.forClients(identity), identity.chain(), names);
    }

    private static Set<String> names(X509Certificate certificate) throws IOException {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream()
                            .filter(name -> Integer.valueOf(DNS_NAME).equals(name.get(0)))
                            .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.toUnmodifiableSet());
        } catch (CertificateParsingException e) {
            throw new IOException("a certificate with names that cannot be read", e);
        }
    }
}
