package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.gateway.testing.Door;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import dev.mqttdsp.gateway.testing.ScriptedBroker;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes instead of TLS, in TLS of old, and after TLS has ended. */
@ExtendWith(NoLeaks.class)
class HandshakeTest {
    private static final int PATIENCE_MILLIS = 15_000;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;

    private static Provider provider;

    private final String flowId = UUID.randomUUID().toString();

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        provider = new Provider(directory);
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    /** A certificate and a signature less, for both sides. */
    @ParameterizedTest
    @EnumSource(Door.class)
    void aClientThatComesAgainResumesItsTlsSession(Door door) throws Exception {
        SSLContext memory = provider.trust();
        long first = shaken(memory, door);
        await().until(() -> System.currentTimeMillis() > first); // when another session would be made

        assertThat(shaken(memory, door)).isEqualTo(first);
    }

    /** When the TLS session of a connection was made; its end is read, so that the tickets before it are too. */
    private static long shaken(SSLContext memory, Door door) throws IOException {
        try (SSLSocket socket = (SSLSocket)
                memory.getSocketFactory().createSocket(connection(door), "localhost", door.port(provider), true)) {
            socket.getOutputStream()
                    .write(
                            door == Door.TLS
                                    ? connect(V5, "me", "nonsense")
                                    : "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
            return socket.getSession().getCreationTime();
        }
    }

    private static Socket connection(Door door) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port(provider));
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** A ClientHello (RFC 5246 §7.4.1.2) of that version, with all that a server of our kind could want. */
    private static byte[] clientHello(int minorVersion) {
        byte[] curves = bytes(0, 10, 0, 4, 0, 2, 0, 23);
        byte[] points = bytes(0, 11, 0, 2, 1, 0);
        byte[] signatures = bytes(0, 13, 0, 6, 0, 4, 4, 3, 2, 3);
        byte[] ciphers = bytes(0xC0, 0x2B, 0xC0, 0x2F, 0xC0, 0x09, 0xC0, 0x0A, 0xC0, 0x13, 0, 0x2F);
        byte[] extensions = bytes(curves, points, signatures);
        byte[] body = bytes(
                3, minorVersion, new byte[32], 0, 0, ciphers.length, ciphers, 1, 0, 0, extensions.length, extensions);
        byte[] message = bytes(1, 0, 0, body.length, body);
        return bytes(HANDSHAKE, 3, 1, 0, message.length, message);
    }

    @ParameterizedTest
    @CsvSource({"TLS, 0", "TLS, 1", "TLS, 2", "WSS, 0", "WSS, 1", "WSS, 2"})
    void versionsOfTlsBelow12AreRefused(Door door, int minorVersion) throws IOException {
        try (Socket socket = connection(door)) {
            socket.getOutputStream().write(clientHello(minorVersion));
            byte[] answer = socket.getInputStream().readAllBytes();
            assertThat(answer).hasSize(7).startsWith(ALERT).endsWith(2, 70); // fatal, protocol_version
        }
    }

    /** The same hello with a version that counts is understood. */
    @ParameterizedTest
    @EnumSource(Door.class)
    void version12OfTlsIsTaken(Door door) throws IOException {
        try (Socket socket = connection(door)) {
            socket.getOutputStream().write(clientHello(3));
            assertThat(socket.getInputStream().read()).isEqualTo(HANDSHAKE);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.mqttdsp.gateway.testing.Door#andVersions")
    void plainMqttIsHungUpOn(Door door, int version) throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker()) {
            String token = provider.subscriber(flowId, broker.entry(), "plant/#");
            assertHungUpOn(door, connect(version, "me", token));
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void plainHttpIsHungUpOn(Door door) throws IOException {
        assertHungUpOn(door, "GET /mqtt HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static void assertHungUpOn(Door door, byte[] beginning) throws IOException {
        try (Socket socket = connection(door)) {
            socket.getOutputStream().write(beginning);
            assertThat(restOf(socket.getInputStream())).isEmpty();
        }
    }

    /** Closing what has not been read all makes a reset of the connection's end. */
    private static byte[] restOf(InputStream in) throws IOException {
        try {
            return in.readAllBytes();
        } catch (SocketException e) {
            return new byte[0];
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TLS, 16030100050000000000", // a hello of no length
        "TLS, 160301ffff", // a record longer than a record may be
        "TLS, 16030100040100ffff", // a hello that goes on in a record that is none
        "TLS, 802e01000200",
        "WSS, 16030100050000000000",
        "WSS, 160301ffff",
        "WSS, 160399000401000000",
    })
    void aHandshakeThatIsNoneEnds(Door door, String begin) throws IOException {
        try (Socket socket = connection(door)) {
            socket.getOutputStream().write(bytes(hex(begin), new byte[200]));
            byte[] answer = restOf(socket.getInputStream());
            assertThat(answer.length == 0 || answer[0] == ALERT).isTrue();
        }
    }

    /** One side of the connection ends while the other stays open: that is the end of both, and of the broker's. */
    @ParameterizedTest
    @ValueSource(strings = {"TLS", "TCP"})
    void halfAConnectionIsNone(String layer) throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker();
                Socket tcp = connection(Door.TLS);
                SSLSocket tls = RawClient.secure(provider, tcp);
                RawClient client = RawClient.over(tls)) {
            client.send(connect(V5, "me", provider.start(flowId, broker.entry(), Permission.BOTH, false, "plant/#")));
            try (RawClient gateway = broker.accept()) {
                gateway.read();
                gateway.send(hex("2003000000"));
                client.read();
                if (layer.equals("TLS")) {
                    tls.shutdownOutput();
                } else {
                    tcp.shutdownOutput();
                }
                assertThat(gateway.readToEnd()).isEmpty();
                assertThat(client.readToEnd()).isEmpty();
            }
        }
    }

    /** A handshake that was never finished leaves nothing behind, in whatever way it ends. */
    @ParameterizedTest
    @CsvSource({"TLS, true", "TLS, false", "WSS, true", "WSS, false"})
    void aHandshakeMayBeLeft(Door door, boolean byReset) throws IOException {
        for (int length : new int[] {0, 1, 5, 50, clientHello(3).length}) {
            try (Socket socket = connection(door)) {
                socket.getOutputStream().write(clientHello(3), 0, length);
                socket.setSoLinger(byReset, 0);
            }
        }
    }
}
