package dev.mqttdsp.app.runtime;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.core.outbound.Authorities;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.util.Collection;

/**
 * Has the whole JVM trust the operator's authorities: EDC's HTTP client, the vault's and the connections to brokers all go by
 * the JVM's trust store.
 */
final class JvmTrust {
    private static final String STORE = "javax.net.ssl.trustStore";
    /** It protects nothing: everything in the store is public. */
    private static final String PASSWORD = "public";

    private JvmTrust() {}

    /**
     * Extends the trust of this JVM, once and before anything connects. A file that is not there yet is left out.
     *
     * @param pem certificates of authorities
     * @param directory where the trust store is kept
     * @throws FailedException when the file holds no certificates
     */
    static void extend(Path pem, Path directory) {
        if (!Files.exists(pem)) {
            return;
        }
        try {
            Collection<? extends Certificate> certificates = Authorities.read(pem);
            Files.createDirectories(directory);
            Path store = directory.resolve("trust.p12");
            try (OutputStream out = Files.newOutputStream(store)) {
                Authorities.beside(certificates).all().store(out, PASSWORD.toCharArray());
            }
            System.setProperty(STORE, store.toAbsolutePath().toString());
            System.setProperty(STORE + "Password", PASSWORD);
            System.setProperty(STORE + "Type", "PKCS12");
        } catch (IOException | GeneralSecurityException e) {
            throw new FailedException(
                    ConfigFile.TRUST + ": found " + pem + ", " + e.getMessage()
                            + "; accepted: a PEM file of certificates",
                    e);
        }
    }
}
