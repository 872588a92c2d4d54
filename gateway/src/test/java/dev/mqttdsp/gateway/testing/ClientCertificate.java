package dev.mqttdsp.gateway.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate for clients, and the authority that has signed it. The key is RSA in its traditional form (PKCS#1), as
 * cert-manager writes them.
 *
 * @param ca PEM file of the authority
 * @param certificate PEM file
 * @param key PEM file
 */
public record ClientCertificate(Path ca, Path certificate, Path key) {

    /** Makes one, from an authority of its own. */
    @SuppressWarnings("JavaUtilDate") // which the builder takes
    public static ClientCertificate make(Path directory, String name)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        KeyPair authority = generator.generateKeyPair();
        KeyPair client = generator.generateKeyPair();
        X500Name issuer = new X500Name("CN=authority of " + name);
        Date begin = Date.from(Instant.now().minus(Duration.ofHours(1)));
        Date end = Date.from(Instant.now().plus(Duration.ofDays(30)));
        var signer = new JcaContentSignerBuilder("SHA256withRSA").build(authority.getPrivate());
        X509CertificateHolder ca = new JcaX509v3CertificateBuilder(
                        issuer, BigInteger.ONE, begin, end, issuer, authority.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .build(signer);
        X509CertificateHolder certificate = new JcaX509v3CertificateBuilder(
                        issuer, BigInteger.TWO, begin, end, new X500Name("CN=" + name), client.getPublic())
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .build(signer);
        return new ClientCertificate(
                write(directory.resolve(name + "-ca.pem"), ca),
                write(directory.resolve(name + ".pem"), certificate),
                write(directory.resolve(name + "-key.pem"), client.getPrivate()));
    }

    private static Path write(Path file, Object content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(content);
        }
        return Files.writeString(file, text.toString());
    }
}
