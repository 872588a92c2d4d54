package dev.mqttdsp.gateway.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The JDK's TLS out of PEM files, for servers that are none of Netty's. */
public final class PemContext {
    private PemContext() {}

    /**
     * A server's side.
     *
     * @param certificate file of the certificate chain, the server's own first
     * @param key file of its private key (PKCS#8), without a password
     * @throws IOException when they cannot be read, or hold something else, or do not fit; the message names the file
     */
    public static SSLContext server(Path certificate, Path key) throws IOException {
        Identity identity = PemFiles.fitting(
                new CertificateFiles(certificate, key), Files.readAllBytes(certificate), Files.readAllBytes(key));
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
