package dev.mqttdsp.gateway;

import dev.mqttdsp.gateway.listen.AddressRanges;
import dev.mqttdsp.gateway.tls.CertificateFiles;
import dev.mqttdsp.gateway.tls.CertificateWatch.Renewal;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a gateway listens, what it shows there, and whom it believes.
 *
 * @param bind addresses to listen on, at least one; on each of them the ports are opened
 * @param webPort the port for HTTPS and WebSocket; 0 means any that is free
 * @param tlsPort the port for MQTT over TLS; 0 means any that is free
 * @param certificate what clients are shown
 * @param renewal makes the files of the certificate anew before its end, where nobody else does
 * @param proxies who may say whom they speak for: by the PROXY protocol, or by plain HTTP at the web port
 */
public record Doors(
        List<String> bind,
        int webPort,
        int tlsPort,
        CertificateFiles certificate,
        Renewal renewal,
        AddressRanges proxies) {

    public Doors {
        bind = List.copyOf(bind);
        if (bind.isEmpty()) {
            throw new IllegalArgumentException("at least one address to bind to is needed");
        }
    }

    /** With a certificate that somebody else renews, PEM files of its chain and of its key; and without proxies. */
    public Doors(List<String> bind, int webPort, int tlsPort, Path certificate, Path key) {
        this(bind, webPort, tlsPort, new CertificateFiles(certificate, key), Renewal.NONE, AddressRanges.NONE);
    }
}
