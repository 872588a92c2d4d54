package dev.mqttdsp.gateway.tls;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which certificate goes with which host name: one that names it, else one whose wildcard stands for its first label and no
 * more (RFC 6125 §6.4.3), else the first of all. Where two have the same name the earlier one is taken.
 *
 * @param first for everybody else
 * @param named by host names in lower case, wildcards among them
 */
record CertificateChoice(ServerCertificate first, Map<String, ServerCertificate> named) {
    private static final String WILDCARD = "*";

    static CertificateChoice of(List<ServerCertificate> certificates) {
        Map<String, ServerCertificate> named = new HashMap<>();
        for (ServerCertificate certificate : certificates) {
            certificate.names().forEach(name -> named.putIfAbsent(name, certificate));
        }
        return new CertificateChoice(certificates.get(0), Map.copyOf(named));
    }

    /** The certificate for that host name; null for none. */
    ServerCertificate of(String host) {
        if (host == null) {
            return first;
        }
        String name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        String wildcard = dot > 0 ? WILDCARD + name.substring(dot) : name;
        return named.getOrDefault(name, named.getOrDefault(wildcard, first));
    }
}
