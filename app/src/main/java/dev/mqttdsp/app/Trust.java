package dev.mqttdsp.app;

import dev.mqttdsp.core.outbound.Authorities;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificate authorities of a PEM file, added to those that the JVM trusts. */
public final class Trust {
    private final Authorities authorities;

    private Trust(Authorities authorities) {
        this.authorities = authorities;
    }

    /**
     * Reads the authorities of a file.
     *
     * @throws FailedException when the file cannot be read or holds no certificate
     */
    public static Trust of(Path pem) {
        try {
            Collection<? extends Certificate> certificates = Authorities.read(pem);
            if (certificates.isEmpty()) {
                throw new FailedException(pem + " holds no certificate in PEM form");
            }
            return new Trust(Authorities.beside(certificates));
        } catch (IOException e) {
            throw new FailedException("cannot read the certificates in " + pem, e);
        } catch (GeneralSecurityException e) {
            throw new FailedException(pem + " holds no usable certificate in PEM form", e);
        }
    }

    /** For clients that take the factory. */
    public TrustManagerFactory factory() {
        return authorities.factory();
    }

    /** For clients that take a context. */
    public SSLContext sslContext() {
        return authorities.context();
    }
}
