package dev.mqttdsp.idp.kit;

import dev.mqttdsp.app.process.FreePorts;
import dev.mqttdsp.app.process.Scratch;
import dev.mqttdsp.gateway.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A company with an identity provider and a broker that trusts it.
 *
 * @param scratch for a test's own files
 * @param ports for more servers of a test
 * @param tls certificate and key of both servers, and the authority that clients have to trust
 */
public record Plant(Scratch scratch, FreePorts ports, TlsFiles tls, Keycloak keycloak, RabbitMq rabbitMq)
        implements AutoCloseable {

    /** Starts both, which takes a minute or two. */
    public static Plant start() throws IOException {
        FreePorts ports = new FreePorts();
        Scratch scratch = Scratch.create();
        Keycloak keycloak = null;
        try {
            TlsFiles tls = TlsFiles.loadOrCreate(scratch.directory("tls"), "localhost");
            keycloak = Keycloak.start(scratch.directory("keycloak"), ports, tls);
            RabbitMq rabbitMq = RabbitMq.start(scratch.directory("rabbitmq"), ports, tls, keycloak.jwksUrl());
            return new Plant(scratch, ports, tls, keycloak, rabbitMq);
        } catch (IOException | RuntimeException e) {
            if (keycloak != null) {
                keycloak.close();
            }
            scratch.close();
            throw e;
        }
    }

    /** The authority of both servers' certificate. */
    public Path ca() {
        return tls.ca();
    }

    @Override
    public void close() throws IOException {
        rabbitMq.close();
        keycloak.close();
        scratch.close();
    }
}
