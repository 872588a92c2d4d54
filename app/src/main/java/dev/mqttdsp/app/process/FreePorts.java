package dev.mqttdsp.app.process;

import dev.mqttdsp.app.FailedException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody listens on, below those that the system gives to outgoing connections.
 *
 * <p>Until the one who asked listens, nothing keeps others from it. So each port given is claimed by a UDP socket of the same
 * number, which is in nobody's way and which everybody sees who looks for ports in this manner, in other processes too. A
 * claim lasts as long as this object.
 */
public final class FreePorts {
    private static final int FIRST = 15_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private final List<DatagramSocket> claims = new ArrayList<>();

    /**
     * A port that was not given before.
     *
     * @throws FailedException when there is none
     */
    public synchronized int next() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            Optional<DatagramSocket> claim = claim(port);
            if (claim.isPresent()) {
                claims.add(claim.get());
                if (isFree(port)) {
                    return port;
                }
            }
        }
        throw new FailedException("no free port between " + FIRST + " and " + LAST);
    }

    private static Optional<DatagramSocket> claim(int port) {
        try {
            return Optional.of(new DatagramSocket(port, InetAddress.getLoopbackAddress()));
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
