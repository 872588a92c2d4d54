package dev.mqttdsp.gateway.tls;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of this gateway alone, with P-256 keys throughout. */
record CertificateAuthority(Identity identity) {
    private static final Duration CA_LIFE = Duration.ofDays(3650);
    /** The longest life that all common TLS clients accept. */
    private static final Duration SERVER_LIFE = Duration.ofDays(825);
    /** Clocks of clients may be late. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final List<String> ALWAYS = List.of("localhost", "127.0.0.1", "::1");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new authority. Its name is unlike that of any other, so that a client may trust several. */
    static CertificateAuthority create(Instant now) throws IOException {
        byte[] id = new byte[4];
        RANDOM.nextBytes(id);
        X500Name name = name("mqtt-dsp CA " + HexFormat.of().formatHex(id));
        try {
            KeyPair keys = newKeys();
            X509v3CertificateBuilder builder = builder(name, name, keys, now, CA_LIFE)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new CertificateAuthority(sign(builder, keys, keys));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("making a certificate authority failed", e);
        }
    }

    /** A server certificate for that host and for this machine by its local names. */
    Identity issue(String host, Instant now) throws IOException {
        try {
            KeyPair keys = newKeys();
            X509Certificate ca = identity.certificate();
            X500Name issuer = X500Name.getInstance(ca.getSubjectX500Principal().getEncoded());
            GeneralName[] names =
                    hosts(host).stream().map(CertificateAuthority::general).toArray(GeneralName[]::new);
            X509v3CertificateBuilder builder = builder(issuer, name("mqtt-dsp gateway"), keys, now, SERVER_LIFE)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(ca.getPublicKey()));
            return sign(builder, keys, new KeyPair(ca.getPublicKey(), identity.key()));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("making a certificate for " + host + " failed", e);
        }
    }

    /** Whether that certificate is from here, names the host, and is still valid at that instant. */
    boolean issued(X509Certificate certificate, String host, Instant until) throws IOException {
        try {
            certificate.verify(identity.certificate().getPublicKey());
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return certificate.getNotAfter().toInstant().isAfter(until)
                    && names != null
                    && normal(names.stream().map(name -> name.get(1).toString()).toList())
                            .equals(normal(hosts(host)));
        } catch (GeneralSecurityException e) {
            return false; // made by another authority
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, KeyPair keys, Instant now, Duration life)
            throws GeneralSecurityException, IOException {
        return new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(127, RANDOM).setBit(126),
                        Date.from(now.minus(BACKDATED)),
                        Date.from(now.plus(life)),
                        subject,
                        keys.getPublic())
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
    }

    private static Identity sign(X509v3CertificateBuilder builder, KeyPair subject, KeyPair issuer)
            throws GeneralSecurityException, OperatorCreationException {
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate());
        return new Identity(
                new JcaX509CertificateConverter().getCertificate(builder.build(signer)), subject.getPrivate());
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    }

    private static Set<String> hosts(String host) {
        Set<String> hosts = new LinkedHashSet<>(ALWAYS);
        hosts.add(host.toLowerCase(Locale.ROOT));
        return hosts;
    }

    private static GeneralName general(String host) {
        return new GeneralName(
                NetUtil.createByteArrayFromIpAddressString(host) == null ? GeneralName.dNSName : GeneralName.iPAddress,
                host);
    }

    /** Host names as they are, addresses by their bytes: the JDK writes those of IPv6 in another way. */
    private static Set<String> normal(Collection<String> hosts) {
        return hosts.stream()
                .map(host -> {
                    byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
                    return address == null ? host : HexFormat.of().formatHex(address);
                })
                .collect(Collectors.toSet());
    }
}
