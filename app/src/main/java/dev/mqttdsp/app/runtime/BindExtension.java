package dev.mqttdsp.app.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.spi.system.configuration.Config;
import org.eclipse.edc.web.jetty.JettyService;

/** Decides which addresses the connector's HTTP ports listen on: loopback, unless told otherwise. */
public final class BindExtension implements ServiceExtension {
    static final String MANAGEMENT_BIND = "edc.mqtt.management.bind";
    static final String PROTOCOL_BIND = "edc.mqtt.protocol.bind";
    static final String IDENTITY_BIND = "edc.mqtt.identity.bind";
    private static final String LOOPBACK = "127.0.0.1";

    @Inject
    private JettyService jetty;

    private Optional<WebTls> tls = Optional.empty();

    @Override
    public String name() {
        return "MQTT over DSP: listening addresses";
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        Config config = context.getConfig();
        String management = config.getString(MANAGEMENT_BIND, LOOPBACK);
        String protocol = config.getString(PROTOCOL_BIND, LOOPBACK);
        String identity = config.getString(IDENTITY_BIND, protocol);
        requireAuthentication(config, management);
        tls = WebTls.read(config);
        WebDoors doors = new WebDoors();
        context.registerService(WebDoors.class, doors);
        jetty.addConnectorConfigurationCallback(connector -> {
            doors.close(connector);
            if (connector.getName().equals("management")) {
                connector.setHost(management);
            } else if (connector.getName().equals("protocol")) {
                connector.setHost(protocol);
                tls.ifPresent(secure -> secure.secure(connector));
            } else if (connector.getName().equals("credentials")) {
                connector.setHost(identity);
                tls.ifPresent(secure -> secure.secure(connector));
            } else {
                connector.setHost(LOOPBACK);
            }
        });
    }

    @Override
    public void shutdown() {
        tls.ifPresent(WebTls::close);
    }

    /** Who reaches the Management API runs the connector. */
    private static void requireAuthentication(Config config, String management) {
        boolean authenticated =
                config.getEntries().keySet().stream().anyMatch(key -> key.startsWith("web.http.management.auth."));
        if (!isLoopback(MANAGEMENT_BIND, management) && !authenticated) {
            throw new EdcException(MANAGEMENT_BIND + "=" + management
                    + " needs web.http.management.auth.type=tokenbased and web.http.management.auth.key");
        }
    }

    private static boolean isLoopback(String key, String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new EdcException(key + ": '" + address + "' is no address of this machine", e);
        }
    }
}
