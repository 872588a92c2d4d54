package dev.mqttdsp.gateway.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address that were free a moment ago: below those that the kernel gives to outgoing connections, in
 * a range that no other module's tests use, and each given once.
 */
public final class Ports {
    private static final int FIRST = 10_000;
    private static final int LAST = 13_500;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    public static int free() throws IOException {
        IOException last = null;
        for (int attempt = 0; attempt < LAST - FIRST; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (GIVEN.add(port)) {
                try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                    return socket.getLocalPort();
                } catch (IOException e) {
                    last = e;
                }
            }
        }
        throw new IOException("no free port between " + FIRST + " and " + LAST, last);
    }
}
