package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.hex;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static dev.mqttdsp.gateway.testing.Wire.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.gateway.testing.Door;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Plan;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import dev.mqttdsp.gateway.testing.ScriptedBroker;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Too many, too slow, or never reading: a good session goes on throughout. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(NoLeaks.class)
class FloodTest {
    private static final int STRANGERS = 300;

    private Provider provider;
    private ScriptedBroker broker;
    private RawClient good;
    private RawClient goodAtBroker;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        provider = new Provider(new Plan(directory).unauthenticated(STRANGERS));
        broker = new ScriptedBroker();
        good = RawClient.tls(provider);
        goodAtBroker = opened(good, V5, "good");
    }

    @AfterEach
    void stop() throws IOException {
        assertGoodGoesOn();
        goodAtBroker.close();
        good.close();
        broker.close();
        provider.close();
    }

    private RawClient opened(RawClient client, int version, String flowId) throws IOException {
        client.send(connect(version, "me", provider.subscriber(flowId, broker.entry(), "plant/#")));
        RawClient atBroker = broker.accept();
        atBroker.read();
        atBroker.send(hex(version == V3 ? "20020000" : "2003000000"));
        assertThat(client.read()).matches("20..0000.*");
        return atBroker;
    }

    private void assertGoodGoesOn() throws IOException {
        good.send(packet(0xC0));
        assertThat(goodAtBroker.read()).isEqualTo("c000");
        goodAtBroker.send(packet(0xD0));
        assertThat(good.read()).isEqualTo("d000");
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void aThousandConnectionsThatNeverSayAnythingAreTooMany(Door door) throws Exception {
        List<SocketChannel> flood = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                flood.add(SocketChannel.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port(provider))));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> closedOf(flood) >= flood.size() - STRANGERS);
            assertGoodGoesOn();
        } finally {
            for (Closeable each : flood) {
                each.close();
            }
        }
        // When they have gone, others get in.
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            try (RawClient client = door.raw(provider);
                    RawClient atBroker = opened(client, V5, "other")) {
                return atBroker != null;
            }
        });
    }

    private static long closedOf(List<SocketChannel> connections) throws IOException {
        long closed = 0;
        for (SocketChannel each : connections) {
            each.configureBlocking(false);
            closed += isClosed(each) ? 1 : 0;
        }
        return closed;
    }

    private static boolean isClosed(SocketChannel connection) {
        try {
            return connection.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @ParameterizedTest
    @MethodSource("dev.mqttdsp.gateway.testing.Door#andVersions")
    void aFloodOfConnectsIsRefusedOneByOne(Door door, int version) throws IOException {
        byte[] connect = connect(version, "me", "x".repeat(1_000));
        for (int i = 0; i < 20; i++) {
            try (RawClient client = door.raw(provider)) {
                client.send(connect);
                assertThat(client.readToEnd()).isEqualTo(version == V3 ? "20020005" : "2003008700");
            }
        }
        assertGoodGoesOn();
    }

    /** The answers are the gateway's own, so no broker slows that client down. */
    @ParameterizedTest
    @MethodSource("dev.mqttdsp.gateway.testing.Door#andVersions")
    void aClientThatReadsNoAnswersIsNotReadFrom(Door door, int version) throws Exception {
        byte[][] filters = new byte[10_000][];
        Arrays.fill(filters, bytes("x", 0));
        byte[] denied = subscribe(version, 1, (Object[]) filters);
        AtomicLong sent = new AtomicLong();
        try (RawClient client = door.raw(provider);
                RawClient atBroker = opened(client, version, "deaf")) {
            CompletableFuture<Boolean> flood = CompletableFuture.supplyAsync(() -> {
                try {
                    while (sent.get() < 20_000) {
                        client.send(denied);
                        sent.incrementAndGet();
                    }
                    return false;
                } catch (IOException e) {
                    return true; // hung up
                }
            });
            AtomicLong before = new AtomicLong(-1);
            await().pollInterval(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> before.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).as("answers of 10 kB that wait").isLessThan(3_000);
            assertGoodGoesOn();
            client.hangUp();
            assertThat(flood.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(atBroker.readToEnd()).isEmpty();
        }
    }

    /** Ten seconds from accept to a complete CONNECT, whatever is done with them. */
    @Test
    void whoIsSlowIsHungUpOn() throws Exception {
        List<Socket> slow = new ArrayList<>();
        ScheduledExecutorService dripping = Executors.newScheduledThreadPool(1);
        try {
            for (Door door : Door.values()) {
                slow.add(plain(door)); // says nothing
                slow.add(begun(plain(door), new byte[] {22, 3, 1})); // part of a hello, and nothing more
                Socket hello = plain(door);
                drip(dripping, hello.getOutputStream(), helloWithoutEnd());
                slow.add(hello);
                slow.add(RawClient.secure(provider, plain(door))); // TLS, and nothing in it
            }
            Socket request = RawClient.secure(provider, plain(Door.WSS));
            drip(
                    dripping,
                    request.getOutputStream(),
                    "GET /mqtt HTTP/1.1\r\nHost: x\r\nX: yyyyyyyyyyyyyyyyyyyyy".getBytes(StandardCharsets.US_ASCII));
            slow.add(request);
            for (int version : new int[] {V3, V5}) {
                byte[] connect = connect(version, "me", "x");
                slow.add(begun(RawClient.secure(provider, plain(Door.TLS)), Arrays.copyOf(connect, 5)));
                Socket drop = RawClient.secure(provider, plain(Door.TLS));
                drip(dripping, drop.getOutputStream(), connect);
                slow.add(drop);
            }
            List<RawClient> upgraded = new ArrayList<>();
            for (int version : new int[] {V3, V5}) {
                byte[] connect = connect(version, "me", "x");
                RawClient half = RawClient.webSocket(provider);
                half.send(Arrays.copyOf(connect, 5));
                upgraded.add(half);
                RawClient drop = RawClient.webSocket(provider);
                for (int i = 0; i < connect.length; i++) {
                    byte[] frame = RawClient.frame(0x82, new byte[] {connect[i]});
                    var unused = dripping.schedule(() -> write(drop, frame), i, TimeUnit.SECONDS);
                }
                upgraded.add(drop);
            }
            RawClient pinging = RawClient.webSocket(provider);
            for (int i = 0; i < 20; i++) {
                var unused = dripping.schedule(
                        () -> write(pinging, RawClient.frame(0x89, new byte[0])), i, TimeUnit.SECONDS);
            }
            upgraded.add(pinging);
            assertGoodGoesOn();

            for (Socket each : slow) {
                assertThat(ended(each)).as("%s", each).isTrue();
                each.close();
            }
            for (RawClient each : upgraded) {
                assertThat(each.readToEnd()).isEmpty();
                each.close();
            }
        } finally {
            dripping.shutdownNow();
        }
    }

    private Socket plain(Door door) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port(provider));
        socket.setSoTimeout(25_000);
        return socket;
    }

    private static Socket begun(Socket socket, byte[] beginning) throws IOException {
        socket.getOutputStream().write(beginning);
        return socket;
    }

    /** A record of 16 kB that begins as a hello does. */
    private static byte[] helloWithoutEnd() {
        byte[] hello = new byte[40];
        System.arraycopy(new byte[] {22, 3, 1, 0x40, 0, 1, 0, 0x3F, 0, 3, 3}, 0, hello, 0, 11);
        return hello;
    }

    private static void drip(ScheduledExecutorService dripping, OutputStream out, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            byte[] one = {bytes[i]};
            var unused = dripping.schedule(
                    () -> {
                        out.write(one);
                        return null;
                    },
                    i,
                    TimeUnit.SECONDS);
        }
    }

    private static void write(RawClient client, byte[] frame) {
        try {
            client.writeAll(frame);
        } catch (IOException e) {
            // It was hung up on, as it should be.
        }
    }

    private static boolean ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset, because more was on its way
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void strangersAreCounted(Door door, @TempDir Path directory) throws Exception {
        try (Provider narrow = new Provider(new Plan(directory).unauthenticated(2))) {
            String token = narrow.subscriber("flow", broker.entry(), "plant/#");
            try (RawClient first = door.raw(narrow);
                    RawClient second = door.raw(narrow);
                    Socket third = new Socket(InetAddress.getLoopbackAddress(), door.port(narrow))) {
                third.setSoTimeout(10_000);
                assertThat(third.getInputStream().read()).isEqualTo(-1);
                // Who is admitted is no stranger any more.
                first.send(connect(V5, "me", token));
                try (RawClient atBroker = broker.accept();
                        RawClient fourth = door.raw(narrow)) {
                    assertThat(atBroker.read()).startsWith("10");
                    fourth.send(connect(V5, "you", "nonsense"));
                    assertThat(fourth.readToEnd()).isEqualTo("2003008700");
                }
                assertThat(second).isNotNull();
            }
        }
    }
}
