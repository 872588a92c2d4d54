package dev.mqttdsp.gateway.tls;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The PEM files of a gateway for which nobody brought a certificate.
 *
 * @param ca the authority's certificate, which clients have to trust
 * @param certificate the server's certificate chain
 * @param key the server's private key (PKCS#8)
 */
public record TlsFiles(Path ca, Path certificate, Path key) {
    /** A server certificate that has less to live is replaced. */
    private static final Duration RENEW_BEFORE = Duration.ofDays(90);

    /**
     * The files in that directory. What is missing is made: the authority once, the server's certificate again whenever
     * the host changes or its end is near.
     *
     * @param host name or address by which clients reach the gateway; {@code localhost}, {@code 127.0.0.1} and
     *     {@code ::1} are always in the certificate as well
     * @throws IOException when files cannot be read or written, or hold something else
     */
    public static TlsFiles loadOrCreate(Path directory, String host) throws IOException {
        Files.createDirectories(directory);
        try (FileChannel channel = FileChannel.open(
                        directory.resolve(".tls.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            return locked(directory, host, lock);
        }
    }

    private static TlsFiles locked(Path directory, String host, FileLock lock) throws IOException {
        if (!lock.isValid()) {
            throw new IOException(directory + " could not be locked");
        }
        Path ca = directory.resolve("ca.pem");
        Path caKey = directory.resolve("ca-key.pem");
        TlsFiles files = new TlsFiles(ca, directory.resolve("server.pem"), directory.resolve("server-key.pem"));
        Instant now = Clock.systemUTC().instant();
        CertificateAuthority authority;
        if (Files.exists(ca) && Files.exists(caKey)) {
            authority = new CertificateAuthority(PemFiles.readIdentity(ca, caKey));
        } else {
            authority = CertificateAuthority.create(now);
            PemFiles.writeIdentity(authority.identity(), ca, caKey);
        }
        if (!files.serves(authority, host, now)) {
            PemFiles.writeIdentity(authority.issue(host, now), files.certificate, files.key);
        }
        return files;
    }

    private boolean serves(CertificateAuthority authority, String host, Instant now) throws IOException {
        if (!Files.exists(certificate) || !Files.exists(key)) {
            return false;
        }
        Identity identity = PemFiles.readIdentity(certificate, key);
        return identity.fits() && authority.issued(identity.certificate(), host, now.plus(RENEW_BEFORE));
    }
}
