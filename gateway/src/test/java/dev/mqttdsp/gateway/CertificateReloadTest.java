package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.gateway.testing.Door;
import dev.mqttdsp.gateway.testing.LogLines;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Plan;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import dev.mqttdsp.gateway.tls.CertificateFiles;
import dev.mqttdsp.gateway.tls.FromFiles;
import dev.mqttdsp.gateway.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Certificates are exchanged while the gateway runs. The tests wait for its looks, so they run side by side. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(NoLeaks.class)
class CertificateReloadTest {
    private static final StandardCopyOption[] AT_ONCE = {
        StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING
    };

    @TempDir
    private Path directory;

    @Test
    void newConnectionsGetTheNewOneAndThoseThatAreThereGoOn(@TempDir Path broker) throws Exception {
        try (Mosquitto mosquitto = new Mosquitto(broker);
                Provider provider = new Provider(directory)) {
            String token = provider.subscriber("flow", mosquitto.entry("mqtt"), "a");
            try (RawClient tls = Door.TLS.raw(provider);
                    RawClient wss = Door.WSS.raw(provider)) {
                for (RawClient client : List.of(tls, wss)) {
                    client.send(connect(V5, client == tls ? "one" : "two", token));
                    assertThat(client.read()).matches("20..0000.*");
                }

                TlsFiles.loadOrCreate(directory, "renewed.example");
                await().until(() -> shown(provider).contains("renewed.example"));

                for (RawClient client : List.of(tls, wss)) {
                    client.send(packet(0xC0));
                    assertThat(client.read()).isEqualTo("d000");
                }
            }
        }
    }

    @Test
    void aCertificateAndItsKeyMayComeOneAfterTheOther() throws Exception {
        TlsFiles before = TlsFiles.loadOrCreate(directory, "before.example");
        Path certificate = Files.copy(before.certificate(), directory.resolve("tls.crt"));
        Path key = Files.copy(before.key(), directory.resolve("tls.key"));
        try (LogLines log = new LogLines(FromFiles.class);
                Provider provider = new Provider(new Plan(directory).showing(new CertificateFiles(certificate, key)))) {
            assertThat(shown(provider)).contains("before.example");
            TlsFiles after = TlsFiles.loadOrCreate(directory, "after.example");

            Files.copy(after.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> !log.with(key + " is not the key of the certificate in " + certificate)
                    .isEmpty());
            assertThat(shown(provider)).contains("before.example");

            Files.copy(after.key(), key, StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> shown(provider).contains("after.example"));
            assertThat(log.with(certificate.toString())).hasSize(2);
        }
    }

    @Test
    void aMountedSecretThatIsExchangedByItsLinkIsRead() throws Exception {
        Path first = Files.createDirectory(directory.resolve("..first"));
        Path second = Files.createDirectory(directory.resolve("..second"));
        copy(TlsFiles.loadOrCreate(directory, "first.example"), first);
        copy(TlsFiles.loadOrCreate(directory, "second.example"), second);
        Path data = Files.createSymbolicLink(directory.resolve("..data"), first.getFileName());
        Path certificate = Files.createSymbolicLink(directory.resolve("tls.crt"), Path.of("..data/tls.crt"));
        Path key = Files.createSymbolicLink(directory.resolve("tls.key"), Path.of("..data/tls.key"));
        try (Provider provider = new Provider(new Plan(directory).showing(new CertificateFiles(certificate, key)))) {
            assertThat(shown(provider)).contains("first.example");

            Path next = Files.createSymbolicLink(directory.resolve("..next"), second.getFileName());
            Files.move(next, data, AT_ONCE);

            await().until(() -> shown(provider).contains("second.example"));
        }
    }

    private static void copy(TlsFiles files, Path to) throws IOException {
        Files.copy(files.certificate(), to.resolve("tls.crt"));
        Files.copy(files.key(), to.resolve("tls.key"));
    }

    @Test
    void aPairThatDoesNotFitIsRefusedAtTheStart() throws Exception {
        TlsFiles files = TlsFiles.loadOrCreate(directory, "localhost");
        Path key = directory.resolve("ca-key.pem");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(
                        () -> new Provider(new Plan(directory).showing(new CertificateFiles(files.certificate(), key)))
                                .close())
                .withMessage(key + " is not the key of the certificate in " + files.certificate());
    }

    @Test
    void whomTheGatewayTrustsAtABrokerChangesWithTheFile(@TempDir Path broker, @TempDir Path elsewhere)
            throws Exception {
        try (Mosquitto mosquitto = new Mosquitto(broker);
                Provider provider = new Provider(directory)) {
            Broker entry = mosquitto.entry("mqtts");
            Path ca = directory.resolve("broker-ca.pem");
            Files.copy(TlsFiles.loadOrCreate(elsewhere, "localhost").ca(), ca);
            BrokerLogin login = new BrokerLogin(
                    entry.login().user(),
                    entry.login().password(),
                    Optional.of(ca),
                    Optional.empty(),
                    Optional.empty());
            String token = provider.subscriber(
                    "flow", new Broker(entry.name(), entry.url(), login, entry.topics(), true, entry.dialect()), "a");
            assertThat(answer(provider, token)).isEqualTo("2003008800");
            assertThat(provider.events.get(0).details().get("cause"))
                    .contains("unable to find valid certification path");

            Files.copy(entry.login().ca().orElseThrow(), ca, StandardCopyOption.REPLACE_EXISTING);

            await().until(() -> answer(provider, token).startsWith("00", 6));
        }
    }

    private static String answer(Provider provider, String token) throws IOException {
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(V5, "me", token));
            return client.read();
        }
    }

    /** The names in the certificate that a new connection gets to see. */
    private static String shown(Provider provider) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) provider.trust().getSocketFactory().createSocket("127.0.0.1", provider.gateway.tlsPort())) {
            socket.startHandshake();
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectAlternativeNames().toString();
        }
    }
}
