package dev.mqttdsp.gateway.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate and its private key.
 *
 * @param chain may be shown to anybody; the certificate itself first, then those that lead to its authority
 * @param key stays here
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {
    private static final byte[] PROBE = {1, 2, 3, 4};

    Identity {
        chain = List.copyOf(chain);
    }

    Identity(X509Certificate certificate, PrivateKey key) {
        this(List.of(certificate), key);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /** Whether the key is the certificate's: what it signs has to be what the certificate verifies. */
    boolean fits() {
        try {
            Signature signature = Signature.getInstance("SHA256with" + (isRsa() ? "RSA" : "ECDSA"));
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate().getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // keys of two kinds
        }
    }

    private boolean isRsa() {
        return key.getAlgorithm().equals("RSA");
    }

    /** Says whose certificate it is, and nothing of the key. */
    @Override
    public String toString() {
        return "Identity[" + certificate().getSubjectX500Principal() + "]";
    }
}
