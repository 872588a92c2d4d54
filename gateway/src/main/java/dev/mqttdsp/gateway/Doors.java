package dev.mqttdsp.gateway;

import dev.mqttdsp.gateway.listen.AddressRanges;
import dev.mqttdsp.gateway.tls.CertificateFiles;
import dev.mqttdsp.gateway.tls.CertificateWatch.Renewal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a gateway listens, what it shows there, and whom it believes.
 *
 * @param bind addresses to listen on, at least one; IPv6 with brackets or without. On each of them the ports are opened
 * @param webPort the port for HTTPS and WebSocket; 0 means any that is free
 * @param tlsPort the port for MQTT over TLS; 0 means any that is free
 * @param certificates what clients are shown by the host name that they ask for; the first one otherwise
 * @param renewal makes the files of the first certificate anew before its end, where nobody else does
 * @param proxies who may say whom they speak for: by the PROXY protocol, or by plain HTTP at the web port
 */
public record Doors(
        List<String> bind,
        int webPort,
        int tlsPort,
        List<CertificateFiles> certificates,
        Renewal renewal,
        AddressRanges proxies) {

    public Doors {
        bind = bind.stream().map(Doors::withoutBrackets).toList();
        certificates = List.copyOf(certificates);
        if (bind.isEmpty() || certificates.isEmpty()) {
            throw new IllegalArgumentException("at least one address to bind to is needed, and one certificate");
        }
    }

    /** With one certificate that somebody else renews, PEM files of its chain and of its key; and without proxies. */
    public Doors(List<String> bind, int webPort, int tlsPort, Path certificate, Path key) {
        this(bind, webPort, tlsPort, List.of(new CertificateFiles(certificate, key)), Renewal.NONE, AddressRanges.NONE);
    }

    /** A port on each of the addresses, as URLs have them. */
    String places(int port) {
        return bind.stream()
                .map(address -> (address.contains(":") ? "[" + address + "]" : address) + ":" + port)
                .collect(Collectors.joining(", "));
    }

    private static String withoutBrackets(String address) {
        return address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
    }
}
