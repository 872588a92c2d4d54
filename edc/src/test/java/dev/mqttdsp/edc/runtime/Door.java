package dev.mqttdsp.edc.runtime;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The gateway's door, at which a client knocks with a token. No broker is needed: an absent one has a code of its own. */
final class Door {
    /** MQTT 3.1.1 §3.2.2.3: server unavailable. The token was good, and the broker behind the gateway is away. */
    static final int BROKER_AWAY = 3;
    /** MQTT 3.1.1 §3.2.2.3: not authorized. */
    static final int NOT_AUTHORIZED = 5;

    private final int tlsPort;

    Door(int tlsPort) {
        this.tlsPort = tlsPort;
    }

    /** The return code of CONNACK. */
    int knock(String token) {
        try (SSLSocket socket = (SSLSocket) trustingAnyone().getSocketFactory().createSocket("127.0.0.1", tlsPort)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(connect(token));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int type = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            if (type != 0x20 || length != 2 || flags != 0) {
                throw new AssertionError("not the CONNACK that was expected: " + type + " " + length + " " + flags);
            }
            return in.readUnsignedByte();
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** MQTT 3.1.1 §3.1: clean session, keep alive 60 s, client id "c", user name "any". */
    private static byte[] connect(String token) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeUTF("MQTT");
        out.writeByte(4);
        out.writeByte(0xC2);
        out.writeShort(60);
        out.writeUTF("c");
        out.writeUTF("any");
        byte[] password = token.getBytes(StandardCharsets.UTF_8);
        out.writeShort(password.length);
        out.write(password);
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0x10);
        int rest = body.size();
        do { // MQTT 3.1.1 §2.2.3
            packet.write(rest > 127 ? rest % 128 | 0x80 : rest);
            rest /= 128;
        } while (rest > 0);
        body.writeTo(packet);
        return packet.toByteArray();
    }

    private static SSLContext trustingAnyone() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManager anyone = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        context.init(null, new TrustManager[] {anyone}, null);
        return context;
    }
}
