package dev.mqttdsp.acceptance.kit;

import dev.mqttdsp.acceptance.kit.leak.SeenSecrets;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;

/**
 * A connection to the gateway over TLS and MQTT 3.1.1 without a client's library: for what such a library does not do, and
 * for measuring. A thread reads as long as it lives.
 */
public final class RawSession implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int CONNACK = 0x20;
    private static final int PUBLISH = 0x30;
    private static final int SUBACK = 0x90;
    private static final int DISCONNECT = 0xE0;

    private final Socket socket;
    private final CompletableFuture<Integer> admitted = new CompletableFuture<>();
    private final CompletableFuture<Integer> subscribed = new CompletableFuture<>();
    private final CompletableFuture<Long> ended = new CompletableFuture<>();
    private final AtomicInteger received = new AtomicInteger();

    /**
     * What goes into CONNECT.
     *
     * @param user empty for none
     * @param password empty for none
     * @param willTopic where "last words" are left; empty for no will
     */
    public record Connect(Optional<String> user, Optional<String> password, Optional<String> willTopic) {
        public Connect {
            password.ifPresent(SeenSecrets::add);
        }

        /** With a token. */
        public static Connect with(String token) {
            return new Connect(Optional.of("any"), Optional.of(token), Optional.empty());
        }

        /** The same with a will. */
        public Connect andWill(String topic) {
            return new Connect(user, password, Optional.of(topic));
        }

        byte[] packet() throws IOException {
            var body = new ByteArrayOutputStream();
            var out = new DataOutputStream(body);
            out.writeUTF("MQTT");
            out.writeByte(4);
            out.writeByte((user.isPresent() ? 0x80 : 0)
                    | (password.isPresent() ? 0x40 : 0)
                    | (willTopic.isPresent() ? 0x04 : 0)
                    | 0x02);
            out.writeShort(60);
            out.writeUTF("raw");
            if (willTopic.isPresent()) {
                out.writeUTF(willTopic.get());
                out.writeUTF("last words");
            }
            if (user.isPresent()) {
                out.writeUTF(user.get());
            }
            if (password.isPresent()) {
                out.writeUTF(password.get());
            }
            return RawSession.packet(0x10, body.toByteArray());
        }
    }

    private RawSession(Socket socket) {
        this.socket = socket;
        Thread reader = new Thread(this::read, "raw-session");
        reader.setDaemon(true);
        reader.start();
    }

    /** Opens a connection and sends CONNECT; {@link #code} is what comes of it. */
    public static RawSession open(TlsClients clients, Connect connect) throws IOException {
        SSLSocket socket = clients.connect();
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(connect.packet());
        return new RawSession(socket);
    }

    /** The return code of CONNACK. */
    public int code() {
        return soon(admitted);
    }

    /** Subscribes with QoS 0 and gives the return code. */
    public int subscribe(String filter) throws IOException {
        var body = new ByteArrayOutputStream();
        var out = new DataOutputStream(body);
        out.writeShort(1);
        out.writeUTF(filter);
        out.writeByte(0);
        send(0x82, body.toByteArray());
        return soon(subscribed);
    }

    /** How many messages have come. */
    public int received() {
        return received.get();
    }

    /** When the other side closed the connection, or it broke, as {@link System#nanoTime} has it. */
    public CompletableFuture<Long> ended() {
        return ended;
    }

    /** Ends the connection without a word. */
    public void hangUp() throws IOException {
        socket.close();
    }

    /** Ends it as MQTT has it, where it has not ended. */
    @Override
    public void close() throws IOException {
        try (socket) {
            send(DISCONNECT, new byte[0]);
        } catch (SocketException e) {
            // The other side was first.
        }
    }

    private void send(int firstByte, byte[] body) throws IOException {
        socket.getOutputStream().write(packet(firstByte, body));
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            for (int first = in.read(); first >= 0; first = in.read()) {
                byte[] body = in.readNBytes(remainingLength(in));
                switch (first & 0xF0) {
                    case CONNACK -> admitted.complete(body[1] & 0xFF);
                    case SUBACK -> subscribed.complete(body[2] & 0xFF);
                    case PUBLISH -> received.incrementAndGet();
                    default -> {
                        // Nothing else is asked for.
                    }
                }
            }
        } catch (IOException e) {
            // The connection is gone, which is said below.
        }
        ended.complete(System.nanoTime());
        admitted.completeExceptionally(new IOException("closed without an answer to CONNECT"));
        subscribed.completeExceptionally(new IOException("closed without an answer to SUBSCRIBE"));
    }

    private static int remainingLength(DataInputStream in) throws IOException {
        int length = 0;
        int shift = 0;
        int part;
        do {
            part = in.readUnsignedByte();
            length |= (part & 0x7F) << shift;
            shift += 7;
        } while ((part & 0x80) != 0);
        return length;
    }

    private static byte[] packet(int firstByte, byte[] body) {
        var packet = new ByteArrayOutputStream();
        packet.write(firstByte);
        int length = body.length;
        do {
            packet.write((length & 0x7F) | (length > 0x7F ? 0x80 : 0));
            length >>>= 7;
        } while (length > 0);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    private static <T> T soon(CompletableFuture<T> answer) {
        return answer.orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
    }
}
