package dev.mqttdsp.edc;

import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.edc.settings.MqttSettings;
import dev.mqttdsp.edc.settings.MqttSettings.CertificateFiles;
import dev.mqttdsp.gateway.Access;
import dev.mqttdsp.gateway.Doors;
import dev.mqttdsp.gateway.Gateway;
import dev.mqttdsp.gateway.GatewaySettings;
import dev.mqttdsp.gateway.PortInUseException;
import dev.mqttdsp.gateway.tls.TlsFiles;
import java.io.IOException;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.monitor.Monitor;

/**
 * Starts the gateway as this runtime is configured, and says what the operator has to know about it. A gateway that is
 * switched off still serves tokens and keys: the direct route, and the brokers on it, need them.
 */
public final class PublicGateway {
    /** Keeps a record of what clients have left at brokers, in the data directory. */
    private static final String SESSIONS = "broker-sessions.list";

    private PublicGateway() {}

    /**
     * Opens the public ports.
     *
     * @param brokers the entries of the configuration
     * @throws EdcException when that is not possible; the message names the key that would change it
     */
    static Gateway start(MqttSettings settings, AccessCore core, Brokers brokers, Monitor monitor) {
        Gateway started = start(settings, core.access(brokers), monitor);
        monitor.info(what(settings));
        return started;
    }

    /**
     * The same for a gateway whose grants are in another process.
     *
     * @param access whom it asks
     * @throws EdcException as above
     */
    public static Gateway start(MqttSettings settings, Access access, Monitor monitor) {
        CertificateFiles files = certificate(settings);
        if (settings.certificate().isEmpty()) {
            monitor.info("MQTT over DSP: clients have to trust the authority in %s"
                    .formatted(settings.dataDirectory().resolve("ca.pem").toAbsolutePath()));
        }
        GatewaySettings gateway = new GatewaySettings(
                        new Doors(
                                settings.bind(),
                                settings.webPort(),
                                settings.tlsPort(),
                                files.certificate(),
                                files.key()),
                        settings.dataDirectory().resolve(SESSIONS),
                        settings.sessionMax())
                .withMqtt(settings.gatewayEnabled());
        try {
            return Gateway.start(gateway, access);
        } catch (PortInUseException e) {
            String key = e.port() == settings.webPort() ? MqttSettings.WEB_PORT : MqttSettings.TLS_PORT;
            throw new EdcException(e.getMessage() + "; set " + key + " to another port, or stop what listens there", e);
        } catch (IOException e) {
            throw new EdcException(
                    "the gateway cannot start on " + settings.bind() + " (" + MqttSettings.BIND + ") with certificate "
                            + files.certificate() + ": " + e.getMessage(),
                    e);
        }
    }

    private static String what(MqttSettings settings) {
        return settings.gatewayEnabled()
                ? "MQTT over DSP: gateway on %s, consumers are given %s and %s"
                        .formatted(
                                settings.bind(),
                                settings.endpoints().wss(),
                                settings.endpoints().tls())
                : "MQTT over DSP: no gateway; tokens on %s, consumers are given %s"
                        .formatted(settings.bind(), settings.endpoints().token());
    }

    /**
     * The files of the gateway's certificate, made in the data directory where none are named.
     *
     * @throws EdcException when they cannot be kept there
     */
    static CertificateFiles certificate(MqttSettings settings) {
        return settings.certificate().orElseGet(() -> madeHere(settings));
    }

    private static CertificateFiles madeHere(MqttSettings settings) {
        try {
            TlsFiles files = TlsFiles.loadOrCreate(settings.dataDirectory(), settings.host());
            return new CertificateFiles(files.certificate(), files.key());
        } catch (IOException e) {
            throw new EdcException(
                    MqttSettings.DATA_DIR + ": the gateway's certificate cannot be kept in "
                            + settings.dataDirectory().toAbsolutePath() + ": " + e.getMessage(),
                    e);
        }
    }
}
