package dev.mqttdsp.gateway;

import java.io.IOException;

/** A port that another process has taken. */
public final class PortInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int port;

    PortInUseException(String address, int port, IOException cause) {
        super("port " + port + " of " + address + " is in use", cause);
        this.port = port;
    }

    /** The port that was asked for. */
    public int port() {
        return port;
    }
}
