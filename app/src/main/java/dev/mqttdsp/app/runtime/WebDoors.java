package dev.mqttdsp.app.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The HTTP ports, which let nobody in before everything behind them is there: connections wait at the door.
 *
 * <p>Jetty listens before EDC has put its resources behind the ports, and remembers what served a path. A request in
 * between can leave a path with the answer that there is nothing, for as long as the process lives.
 */
final class WebDoors {
    private final List<ServerConnector> closed = new CopyOnWriteArrayList<>();

    /** Keeps a port shut; to be called before it starts. */
    void close(ServerConnector connector) {
        connector.setAccepting(false);
        closed.add(connector);
    }

    /** Lets in who has come so far, and everybody after them. */
    void open() {
        closed.forEach(connector -> connector.setAccepting(true));
        closed.clear();
    }
}
