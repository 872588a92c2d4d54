package dev.mqttdsp.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Certificate authorities of a PEM file, added to those that the JVM trusts. */
public final class Trust {
    private final TrustManagerFactory factory;

    private Trust(TrustManagerFactory factory) {
        this.factory = factory;
    }

    /**
     * Reads the authorities of a file.
     *
     * @throws FailedException when the file cannot be read or holds no certificate
     */
    public static Trust of(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new FailedException(pem + " holds no certificate in PEM form");
            }
            return new Trust(factory(certificates));
        } catch (IOException e) {
            throw new FailedException("cannot read the certificates in " + pem, e);
        } catch (GeneralSecurityException e) {
            throw new FailedException(pem + " holds no usable certificate in PEM form", e);
        }
    }

    /** For clients that take the factory. */
    public TrustManagerFactory factory() {
        return factory;
    }

    /** For clients that take a context. */
    public SSLContext sslContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    private static TrustManagerFactory factory(Collection<? extends Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        int i = 0;
        for (X509Certificate known : jvmAuthorities()) {
            all.setCertificateEntry("jvm-" + i++, known);
        }
        for (Certificate certificate : certificates) {
            all.setCertificateEntry("own-" + i++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(all);
        return factory;
    }

    private static X509Certificate[] jvmAuthorities() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }
}
