package dev.mqttdsp.gateway.session;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;

/** One connection for which no credential speaks yet. Belongs to the connection's event loop. */
public final class Arrival {
    private final Arrivals arrivals;
    private Future<?> deadline;
    private boolean heard;
    private boolean excused;
    private boolean over;

    Arrival(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    void until(Future<?> latest) {
        deadline = latest;
    }

    /** Its first byte is there: one who sends nothing and goes, as health checks do, has not failed. */
    public void heard() {
        heard = true;
    }

    /** Whatever becomes of it is no failure of whoever has come. */
    public void excused() {
        excused = true;
    }

    /** Whether connections from where it comes have failed so often that it is not to be served. */
    public boolean isShutOut(Channel channel) {
        return arrivals.isShutOut(channel);
    }

    /** Its CONNECT is complete: from here on the time is ours. */
    void connectComplete() {
        deadline.cancel(false);
    }

    /** Whether this counts against the address that it comes from. */
    boolean isFailure() {
        return heard && !excused;
    }

    /** It was admitted, or is gone. */
    void over() {
        if (!over) {
            over = true;
            deadline.cancel(false);
            arrivals.left();
        }
    }
}
