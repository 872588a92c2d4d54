package dev.mqttdsp.gateway.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * A certificate and its private key.
 *
 * @param certificate may be shown to anybody
 * @param key stays here
 */
record Identity(X509Certificate certificate, PrivateKey key) {

    /** Says whose certificate it is, and nothing of the key. */
    @Override
    public String toString() {
        return "Identity[" + certificate.getSubjectX500Principal() + "]";
    }
}
