package dev.mqttdsp.acceptance.kit;

import dev.mqttdsp.app.Trust;
import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Opens TLS connections to one port on this machine, trusting one authority. */
public final class TlsClients {
    private final SSLSocketFactory sockets;
    private final int port;

    private TlsClients(Path ca, int port) {
        this.sockets = Trust.of(ca).sslContext().getSocketFactory();
        this.port = port;
    }

    /** To the gateway of that dataspace, MQTT over TLS. */
    public static TlsClients of(Dataspace dataspace) {
        return to(dataspace.tlsPort(), dataspace.ca());
    }

    /** To a gateway at that port. */
    public static TlsClients to(int port, Path ca) {
        return new TlsClients(ca, port);
    }

    SSLSocket connect() throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket("localhost", port);
        socket.startHandshake();
        return socket;
    }
}
