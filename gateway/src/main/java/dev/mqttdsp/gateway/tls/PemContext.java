package dev.mqttdsp.gateway.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The JDK's TLS out of PEM files, for servers that are none of Netty's. */
public final class PemContext {
    private PemContext() {}

    /**
     * A server's side, made again when the files change.
     *
     * @param certificate file of the certificate chain, the server's own first
     * @param key file of its private key (PKCS#8), without a password
     */
    public static FromFiles<SSLContext> server(Path certificate, Path key) {
        CertificateFiles files = new CertificateFiles(certificate, key);
        return new FromFiles<>(
                List.of(certificate, key),
                contents -> context(certificate, PemFiles.fitting(files, contents.get(0), contents.get(1))));
    }

    private static SSLContext context(Path certificate, Identity identity) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java runtime makes no TLS of " + certificate + ": " + e.getMessage(), e);
        }
    }
}
