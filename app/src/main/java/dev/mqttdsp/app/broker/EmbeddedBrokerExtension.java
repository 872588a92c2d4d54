package dev.mqttdsp.app.broker;

import java.nio.file.Path;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the embedded broker beside the connector where {@code edc.mqtt.broker.embedded=true} asks for it. */
public final class EmbeddedBrokerExtension implements ServiceExtension {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBrokerExtension.class);

    private boolean enabled;
    private int port;
    private Path directory;
    private EmbeddedBroker broker;

    @Override
    public String name() {
        return "MQTT over DSP: embedded broker";
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        enabled = context.getConfig().getBoolean("edc.mqtt.broker.embedded", false);
        port = context.getConfig().getInteger("edc.mqtt.broker.port", 1883);
        directory = Path.of(context.getConfig().getString("edc.mqtt.data.dir", "./data"), "broker");
    }

    @Override
    public void start() {
        if (enabled) {
            try {
                broker = EmbeddedBroker.start(port, directory);
            } catch (Exception e) { // Artemis declares nothing narrower
                throw new EdcException("the embedded broker does not start: " + e.getMessage(), e);
            }
            LOG.info("embedded broker at mqtt://127.0.0.1:{}, without a login, for this machine only", port);
        }
    }

    @Override
    public void shutdown() {
        if (broker != null) {
            try {
                broker.stop();
            } catch (Exception e) { // Artemis declares nothing narrower
                LOG.warn("the embedded broker did not stop cleanly", e);
            }
        }
    }
}
