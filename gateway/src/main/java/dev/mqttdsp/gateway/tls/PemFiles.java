package dev.mqttdsp.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Certificates and elliptic curve keys as PEM (RFC 7468). */
final class PemFiles {
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String KEY_END = "-----END PRIVATE KEY-----\n";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private PemFiles() {}

    static Identity readIdentity(Path certificate, Path key) throws IOException {
        return new Identity(readCertificate(certificate), readKey(key));
    }

    /** Each file appears whole or not at all; the key is readable by its owner alone. */
    static void writeIdentity(Identity identity, Path certificate, Path key) throws IOException {
        try {
            String chain = "-----BEGIN CERTIFICATE-----\n"
                    + LINES.encodeToString(identity.certificate().getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
            write(key, KEY_BEGIN + LINES.encodeToString(identity.key().getEncoded()) + "\n" + KEY_END, "rw-------");
            write(certificate, chain, "rw-r--r--");
        } catch (CertificateEncodingException e) {
            throw new IOException(certificate + " cannot be written", e);
        }
    }

    private static X509Certificate readCertificate(Path file) throws IOException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no certificate in PEM", e);
        }
    }

    private static PrivateKey readKey(Path file) throws IOException {
        String text = Files.readString(file).replace(KEY_BEGIN, "").replace(KEY_END, "");
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(text);
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause may repeat what it read.
            throw new IOException(file + " holds no elliptic curve key in PEM (PKCS#8)");
        }
    }

    private static void write(Path file, String content, String permissions) throws IOException {
        Path draft = Files.createTempFile(
                file.getParent(),
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(draft, content.getBytes(StandardCharsets.US_ASCII));
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(permissions));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
