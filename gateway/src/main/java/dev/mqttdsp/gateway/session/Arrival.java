package dev.mqttdsp.gateway.session;

import java.util.concurrent.Future;

/** One connection for which no credential speaks yet. Belongs to the connection's event loop. */
public final class Arrival {
    private final Future<?> deadline;
    private final Runnable left;
    private boolean over;

    Arrival(Future<?> deadline, Runnable left) {
        this.deadline = deadline;
        this.left = left;
    }

    /** Its CONNECT is complete: from here on the time is ours. */
    void connectComplete() {
        deadline.cancel(false);
    }

    /** It was admitted, or is gone. */
    void over() {
        if (!over) {
            over = true;
            deadline.cancel(false);
            left.run();
        }
    }
}
