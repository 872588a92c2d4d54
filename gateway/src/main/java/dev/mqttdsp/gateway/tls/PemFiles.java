package dev.mqttdsp.gateway.tls;

import dev.mqttdsp.core.file.WholeFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Certificates and private keys as PEM (RFC 7468). */
final class PemFiles {
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String KEY_END = "-----END PRIVATE KEY-----\n";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final Set<String> KINDS_OF_KEY = Set.of("EC", "RSA");

    private PemFiles() {}

    /**
     * Reads what those files hold; whether key and certificate fit is not asked here.
     *
     * @throws IOException when they hold something else; the message names the file, and nothing of what is in it
     */
    static Identity readIdentity(Path certificate, Path key) throws IOException {
        return identity(
                new CertificateFiles(certificate, key), Files.readAllBytes(certificate), Files.readAllBytes(key));
    }

    private static Identity identity(CertificateFiles files, byte[] certificate, byte[] key) throws IOException {
        return new Identity(certificates(files.certificate(), certificate), key(files.key(), key));
    }

    /**
     * Reads what those files hold.
     *
     * @throws IOException when they hold something else, or what does not fit; the message names the file
     */
    static Identity fitting(CertificateFiles files, byte[] certificate, byte[] key) throws IOException {
        Identity identity = identity(files, certificate, key);
        if (!identity.fits()) {
            throw new IOException(files.key() + " is not the key of the certificate in " + files.certificate());
        }
        return identity;
    }

    /**
     * Reads the certificates of a file, at least one.
     *
     * @throws IOException when it holds none
     */
    static List<X509Certificate> certificates(Path file, byte[] content) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try (PEMParser parser = parser(content)) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof X509CertificateHolder holder) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (IOException | RuntimeException | CertificateException e) {
            throw new IOException(file + " holds a certificate in PEM that cannot be read", e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + " holds no certificate in PEM");
        }
        return certificates;
    }

    private static PrivateKey key(Path file, byte[] content) throws IOException {
        Optional<PrivateKey> key;
        try (PEMParser parser = parser(content)) {
            key = firstKey(parser);
        } catch (IOException | RuntimeException e) {
            key = Optional.empty(); // what the parser says may repeat what it read
        }
        return key.filter(found -> KINDS_OF_KEY.contains(found.getAlgorithm()))
                .orElseThrow(() -> new IOException(
                        file + " holds no RSA or elliptic curve key in PEM (PKCS#8), without a password"));
    }

    private static Optional<PrivateKey> firstKey(PEMParser parser) throws IOException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
            if (found instanceof PrivateKeyInfo info) {
                return Optional.of(converter.getPrivateKey(info));
            } else if (found instanceof PEMKeyPair pair) {
                return Optional.of(converter.getPrivateKey(pair.getPrivateKeyInfo()));
            } else if (found instanceof PKCS8EncryptedPrivateKeyInfo || found instanceof PEMEncryptedKeyPair) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static PEMParser parser(byte[] content) {
        return new PEMParser(new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.ISO_8859_1));
    }

    /** Each file appears whole or not at all; the key is readable by its owner alone. */
    static void writeIdentity(Identity identity, Path certificate, Path key) throws IOException {
        try {
            String chain = "-----BEGIN CERTIFICATE-----\n"
                    + LINES.encodeToString(identity.certificate().getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
            WholeFile.replace(
                    key,
                    KEY_BEGIN + LINES.encodeToString(identity.key().getEncoded()) + "\n" + KEY_END,
                    WholeFile.PRIVATE);
            WholeFile.replace(certificate, chain, "rw-r--r--");
        } catch (CertificateEncodingException e) {
            throw new IOException(certificate + " cannot be written", e);
        }
    }
}
