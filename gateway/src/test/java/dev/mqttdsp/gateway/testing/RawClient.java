package dev.mqttdsp.gateway.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;

/** A client that sends whatever bytes it is told to, over TLS or over a WebSocket in TLS. */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    /** A request for a WebSocket. */
    @SuppressWarnings("MutablePublicArray") // nobody changes it
    public static final byte[] UPGRADE = """
            GET /mqtt HTTP/1.1
            Host: localhost
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
            Sec-WebSocket-Protocol: mqtt

            """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    /** The same, or what TLS goes over. */
    private final Socket connection;

    private final DataInputStream in;
    private final OutputStream out;
    private final boolean web;
    /** What is left of the last WebSocket message. */
    private ByteArrayInputStream message = new ByteArrayInputStream(new byte[0]);

    private RawClient(Socket socket, Socket connection, boolean web) throws IOException {
        this.socket = socket;
        this.connection = connection;
        this.web = web;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    public static RawClient tls(Provider provider) throws IOException {
        return secure(provider, provider.gateway.tlsPort(), false);
    }

    /** A client of another gateway with that provider's certificate. */
    public static RawClient tls(Provider provider, int port) throws IOException {
        return secure(provider, port, false);
    }

    /** A client without TLS. */
    public static RawClient plain(int port) throws IOException {
        return over(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** The other end of a connection, without TLS. */
    static RawClient accepted(ServerSocket server) throws IOException {
        return over(server.accept());
    }

    /** A connection from another address of this machine, without TLS so far. */
    public static RawClient from(String address, Provider provider, int port) throws IOException {
        InetAddress local = InetAddress.getByName(address);
        InetAddress remote = local instanceof Inet6Address ? local : InetAddress.getLoopbackAddress();
        Socket socket = new Socket(remote, port, local, 0);
        return new RawClient(socket, socket, port == provider.gateway.webPort());
    }

    /** The same connection with TLS from now on. */
    public RawClient secured(Provider provider) throws IOException {
        return new RawClient(secure(provider, socket), socket, web);
    }

    public static RawClient webSocket(Provider provider) throws IOException {
        RawClient client = http(provider);
        client.upgrade();
        return client;
    }

    /** Becomes a WebSocket. */
    public void upgrade(String... headers) throws IOException {
        String usual = new String(UPGRADE, StandardCharsets.US_ASCII).stripTrailing();
        String request = usual + "\r\n"
                + String.join("", Stream.of(headers).map(line -> line + "\r\n").toList());
        writeAll((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
        String head = head();
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException(head);
        }
    }

    /** TLS to the web port, before any HTTP. */
    public static RawClient http(Provider provider) throws IOException {
        return secure(provider, provider.gateway.webPort(), true);
    }

    private static RawClient secure(Provider provider, int port, boolean web) throws IOException {
        Socket connection = new Socket(InetAddress.getLoopbackAddress(), port);
        return new RawClient(secure(provider, connection), connection, web);
    }

    /** TLS over a connection that is there; closing it closes both. */
    public static SSLSocket secure(Provider provider, Socket connection) throws IOException {
        SSLSocket socket = (SSLSocket)
                provider.trust().getSocketFactory().createSocket(connection, "127.0.0.1", connection.getPort(), true);
        socket.startHandshake();
        return socket;
    }

    /** A client by a connection that the test wants for itself as well. */
    public static RawClient over(Socket connection) throws IOException {
        return new RawClient(connection, connection, false);
    }

    /** Sends MQTT's bytes; over a WebSocket in one message. */
    public void send(byte[] bytes) throws IOException {
        writeAll(web ? frame(0x82, bytes) : bytes);
    }

    /** Sends bytes below WebSocket. */
    public void writeAll(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** A masked WebSocket frame of one kind. */
    public static byte[] frame(int firstByte, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            frame.writeBytes(Wire.bytes(0x80 | 126, payload.length >>> 8, payload.length));
        } else {
            frame.writeBytes(Wire.bytes(
                    0x80 | 127,
                    0,
                    0,
                    0,
                    0,
                    payload.length >>> 24,
                    payload.length >>> 16,
                    payload.length >>> 8,
                    payload.length));
        }
        byte[] mask = new byte[4];
        ThreadLocalRandom.current().nextBytes(mask);
        frame.writeBytes(mask);
        byte[] masked = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            masked[i] = (byte) (payload[i] ^ mask[i % mask.length]);
        }
        frame.writeBytes(masked);
        return frame.toByteArray();
    }

    /** The next MQTT packet, in hexadecimal digits. */
    public String read() throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(next());
        int length = 0;
        int shift = 0;
        int part;
        do {
            part = next();
            packet.write(part);
            length |= (part & 0x7F) << shift;
            shift += 7;
        } while ((part & 0x80) != 0);
        for (int i = 0; i < length; i++) {
            packet.write(next());
        }
        return Wire.hex(packet.toByteArray());
    }

    /** Everything up to the end of the connection, in hexadecimal digits. */
    public String readToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            while (true) {
                all.write(next());
            }
        } catch (EOFException | SocketException e) {
            return Wire.hex(all.toByteArray());
        }
    }

    /** The head of an HTTP response. */
    public String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** The type and the payload of the next WebSocket frame. */
    public byte[] readFrame() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        return Wire.bytes(first, in.readNBytes(length));
    }

    public InputStream input() {
        return in;
    }

    private int next() throws IOException {
        if (!web) {
            return in.readUnsignedByte();
        }
        while (message.available() == 0) {
            byte[] frame = readFrame();
            if (frame[0] == (byte) 0x88) {
                throw new EOFException("WebSocket closed");
            }
            int pong = frame[0] == (byte) 0x8A ? frame.length - 1 : 0;
            message = new ByteArrayInputStream(frame, 1, frame.length - 1 - pong);
        }
        return message.read();
    }

    /** Closes without a word, of TLS either; also while something is being sent. */
    public void hangUp() throws IOException {
        connection.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
