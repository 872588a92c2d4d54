package dev.mqttdsp.app.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** Apache ActiveMQ Artemis speaking MQTT 3.1.1 and 5, without a login, on loopback alone. */
public final class EmbeddedBroker {
    private static final long MEMORY = 32L << 20;
    private static final int JOURNAL_FILE = 1 << 20;
    private static final int DISK_SCAN_MILLIS = 30_000;

    private final EmbeddedActiveMQ server;

    /**
     * A second port, with TLS.
     *
     * @param port on 127.0.0.1
     * @param certificate PEM file of the server's certificate
     * @param key PEM file of its private key (PKCS#8)
     */
    public record SecurePort(int port, Path certificate, Path key) {}

    private EmbeddedBroker(EmbeddedActiveMQ server) {
        this.server = server;
    }

    /**
     * Starts a broker that speaks MQTT over TCP and WebSocket.
     *
     * @param port on 127.0.0.1
     * @param directory where messages for absent clients are kept
     * @throws Exception whatever Artemis throws when it does not start
     */
    public static EmbeddedBroker start(int port, Path directory) throws Exception {
        return start(configuration(port, directory));
    }

    /**
     * Starts a broker that speaks the same over TLS as well.
     *
     * @throws Exception whatever Artemis throws when it does not start
     */
    public static EmbeddedBroker start(int port, SecurePort secure, Path directory) throws Exception {
        Path files = Files.createDirectories(directory).resolve("tls.pemcfg");
        Files.writeString(files, "source.cert=" + secure.certificate + "\nsource.key=" + secure.key + "\n");
        return start(configuration(port, directory)
                .addAcceptorConfiguration(acceptor(
                        "mqtts",
                        secure.port,
                        Map.of("sslEnabled", true, "keyStoreType", "PEMCFG", "keyStorePath", files.toString()))));
    }

    private static Configuration configuration(int port, Path directory) {
        return new ConfigurationImpl()
                .setName("embedded")
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setPersistenceEnabled(true)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setJournalFileSize(JOURNAL_FILE)
                .setJournalMinFiles(2)
                .setDiskScanPeriod(DISK_SCAN_MILLIS)
                .setGlobalMaxSize(MEMORY)
                .addAcceptorConfiguration(acceptor("mqtt", port, Map.of()))
                .addAddressSetting(
                        "#",
                        new AddressSettings()
                                .setAutoCreateAddresses(true)
                                .setAutoCreateQueues(true)
                                .setAutoDeleteAddresses(true)
                                .setAutoDeleteQueues(true)
                                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE));
    }

    private static TransportConfiguration acceptor(String name, int port, Map<String, Object> more) {
        Map<String, Object> parameters = new HashMap<>(more);
        parameters.putAll(Map.of("host", "127.0.0.1", "port", port, "protocols", "MQTT"));
        return new TransportConfiguration(NettyAcceptorFactory.class.getName(), parameters, name);
    }

    private static EmbeddedBroker start(Configuration configuration) throws Exception {
        EmbeddedActiveMQ server = new EmbeddedActiveMQ().setConfiguration(configuration);
        server.start();
        if (!server.getActiveMQServer().waitForActivation(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the embedded broker does not come up");
        }
        return new EmbeddedBroker(server);
    }

    /**
     * Stops the broker.
     *
     * @throws Exception whatever Artemis throws when it does not stop cleanly
     */
    public void stop() throws Exception {
        server.stop();
    }
}
