package dev.mqttdsp.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Plan;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.tls.CertificateFiles;
import dev.mqttdsp.gateway.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several certificates behind one port. All of them name localhost as well, which the first one answers for. */
@ExtendWith(NoLeaks.class)
class SniTest {
    @TempDir
    private static Path directory;

    private static CertificateFiles shop;
    private static Provider provider;

    @BeforeAll
    static void start() throws IOException {
        CertificateFiles first = issued("first.example");
        shop = issued("shop.example");
        provider = new Provider(
                new Plan(directory).showing(first, shop, issued("*.plant.example"), issued("a.plant.example")));
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    /** A certificate of this test's authority, in files of its own. */
    private static CertificateFiles issued(String host) throws IOException {
        TlsFiles files = TlsFiles.loadOrCreate(directory, host);
        Path certificate = directory.resolve(host + ".crt");
        Path key = directory.resolve(host + ".key");
        Files.copy(files.key(), key, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(files.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        return new CertificateFiles(certificate, key);
    }

    @ParameterizedTest
    @CsvSource({
        "first.example, first.example",
        "shop.example, shop.example",
        "SHOP.Example, shop.example",
        "x.shop.example, first.example",
        "b.plant.example, *.plant.example",
        "a.plant.example, a.plant.example",
        "x.b.plant.example, first.example",
        "plant.example, first.example",
        "elsewhere.example, first.example",
        "localhost, first.example",
        "'', first.example",
    })
    void aClientIsShownTheCertificateForTheNameThatItAsksFor(String name, String shown) throws Exception {
        for (int port : new int[] {provider.gateway.tlsPort(), provider.gateway.webPort()}) {
            assertThat(shownTo(name, port)).isEqualTo(shown);
        }
    }

    @Test
    void oneOfThemMayChange() throws Exception {
        CertificateFiles other = issued("other.example");
        Files.copy(other.key(), shop.key(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(other.certificate(), shop.certificate(), StandardCopyOption.REPLACE_EXISTING);

        await().until(() -> shownTo("other.example", provider.gateway.tlsPort()).equals("other.example"));
        assertThat(shownTo("shop.example", provider.gateway.tlsPort())).isEqualTo("first.example");

        CertificateFiles again = issued("shop.example");
        assertThat(again).isEqualTo(shop);
        await().until(() -> shownTo("shop.example", provider.gateway.tlsPort()).equals("shop.example"));
    }

    @Test
    void oneThatNamesNoHostIsRefused(@TempDir Path other) throws Exception {
        TlsFiles files = TlsFiles.loadOrCreate(other, "localhost");
        CertificateFiles authority = new CertificateFiles(files.ca(), other.resolve("ca-key.pem"));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Provider(new Plan(other)
                                .showing(new CertificateFiles(files.certificate(), files.key()), authority))
                        .close())
                .withMessageContaining(files.ca() + " names no host");
    }

    /** The host name in the certificate; all others are those of this machine. */
    private static String shownTo(String name, int port) throws Exception {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        try (SSLSocket socket =
                (SSLSocket) provider.trust().getSocketFactory().createSocket(plain, "127.0.0.1", port, true)) {
            if (!name.isEmpty()) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(name)));
                socket.setSSLParameters(parameters);
            }
            socket.startHandshake();
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectAlternativeNames().stream()
                    .map(entry -> entry.get(1).toString())
                    .filter(entry -> entry.endsWith(".example"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
