package dev.mqttdsp.gateway.testing;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.core.topic.BrokerDialect;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A broker that says what the test says, for what no real broker can be brought to do. */
public final class ScriptedBroker implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    public ScriptedBroker() throws IOException {
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    /** The entry for this broker. */
    public Broker entry() {
        return new Broker(
                "scripted",
                URI.create("mqtt://127.0.0.1:" + server.getLocalPort()),
                new BrokerLogin(
                        Optional.of("gateway"),
                        Optional.of(() -> "s3cret"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                List.of(),
                false,
                BrokerDialect.MQTT);
    }

    /** How long {@link #accept} waits. */
    public void patience(int millis) throws IOException {
        server.setSoTimeout(millis);
    }

    /** The next connection of the gateway's. */
    public RawClient accept() throws IOException {
        return RawClient.accepted(server);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
