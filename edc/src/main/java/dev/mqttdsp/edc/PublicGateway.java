package dev.mqttdsp.edc;

import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.edc.settings.MqttSettings;
import dev.mqttdsp.gateway.Access;
import dev.mqttdsp.gateway.Doors;
import dev.mqttdsp.gateway.Gateway;
import dev.mqttdsp.gateway.GatewaySettings;
import dev.mqttdsp.gateway.PortInUseException;
import dev.mqttdsp.gateway.tls.CertificateFiles;
import dev.mqttdsp.gateway.tls.CertificateWatch.Renewal;
import dev.mqttdsp.gateway.tls.TlsFiles;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.health.HealthCheckResult;

/**
 * Starts the gateway as this runtime is configured, and says what the operator has to know about it. A gateway that is
 * switched off still serves tokens and keys: the direct route, and the brokers on it, need them.
 */
public final class PublicGateway {
    /** Keeps a record of what clients have left at brokers, in the data directory. */
    private static final String SESSIONS = "broker-sessions.list";

    private static final String COMPONENT = "MQTT over DSP: gateway";

    private PublicGateway() {}

    /**
     * Opens the public ports.
     *
     * @param brokers the entries of the configuration
     * @param meters gets the gateway's
     * @throws EdcException when that is not possible; the message names the key that would change it
     */
    static Gateway start(
            MqttSettings settings, AccessCore core, Brokers brokers, MeterRegistry meters, Monitor monitor) {
        Gateway started = start(settings, core.access(brokers), meters, monitor);
        monitor.info(what(settings));
        return started;
    }

    /**
     * The same for a gateway whose grants are in another process.
     *
     * @param access whom it asks
     * @throws EdcException as above
     */
    public static Gateway start(MqttSettings settings, Access access, MeterRegistry meters, Monitor monitor) {
        Doors doors = doors(settings, monitor);
        GatewaySettings gateway = new GatewaySettings(
                        doors, settings.dataDirectory().resolve(SESSIONS), settings.sessionMax())
                .with(settings.limits())
                .withGoodbye(settings.goodbye())
                .withMqtt(settings.gatewayEnabled());
        try {
            return Gateway.start(gateway, access, meters);
        } catch (PortInUseException e) {
            String key = e.port() == settings.webPort() ? MqttSettings.WEB_PORT : MqttSettings.TLS_PORT;
            throw new EdcException(e.getMessage() + "; set " + key + " to another port, or stop what listens there", e);
        } catch (IOException e) {
            throw new EdcException(
                    "the gateway cannot start on " + settings.bind() + " (" + MqttSettings.BIND
                            + ") with the certificates of " + doors.certificates() + ": " + e.getMessage(),
                    e);
        }
    }

    /** Whether new clients are welcome. */
    static HealthCheckResult readiness(Optional<Gateway> gateway) {
        HealthCheckResult.Builder result =
                HealthCheckResult.Builder.newInstance().component(COMPONENT);
        Optional<String> why = gateway.isPresent() ? gateway.get().notReady() : Optional.of("it has not started");
        return why.map(result::failure).orElseGet(result::success).build();
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

    private static Doors doors(MqttSettings settings, Monitor monitor) {
        boolean own = settings.certificate().isEmpty();
        List<CertificateFiles> all = new ArrayList<>(List.of(certificate(settings)));
        all.addAll(settings.namedCertificates());
        if (own) {
            monitor.info("MQTT over DSP: clients have to trust the authority in %s"
                    .formatted(settings.dataDirectory().resolve("ca.pem").toAbsolutePath()));
        }
        Renewal renewal = own ? () -> TlsFiles.loadOrCreate(settings.dataDirectory(), settings.host()) : Renewal.NONE;
        return new Doors(settings.bind(), settings.webPort(), settings.tlsPort(), all, renewal, settings.proxies());
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
