package dev.mqttdsp.pacing.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.pacing.runtime.Relay.Delivery;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A network in which chosen messages get stuck until the connection they came by breaks. Later copies get through. */
final class CutNetwork implements Relay.Network {
    private static final Cut PASSED = new Cut("none", false);

    private final Queue<Cut> planned = new ConcurrentLinkedQueue<>();
    private final Map<String, Cut> cuts = new ConcurrentHashMap<>();
    private final Semaphore stuck = new Semaphore(0);
    private final CountDownLatch broken = new CountDownLatch(1);

    /**
     * A place where a negotiation gets stuck.
     *
     * @param type of the message
     * @param arrives whether it is its answer that does not get through
     */
    record Cut(String type, boolean arrives) {}

    /** The next negotiation that is asked for gets stuck there. */
    void plan(Cut cut) {
        planned.add(cut);
    }

    void awaitStuck() throws InterruptedException {
        assertThat(stuck.tryAcquire(30, TimeUnit.SECONDS)).as("stuck").isTrue();
    }

    void breakConnections() {
        broken.countDown();
    }

    @Override
    public HttpResponse<byte[]> carry(Delivery message) throws IOException, InterruptedException {
        if (message.type().equals("ContractRequestMessage") && !planned.isEmpty()) {
            cuts.computeIfAbsent(message.process(), first -> planned.poll());
        }
        Cut cut = cuts.get(message.process());
        if (cut == null || !cut.type().equals(message.type()) || !cuts.replace(message.process(), cut, PASSED)) {
            return message.send();
        }
        if (cut.arrives()) {
            HttpResponse<byte[]> unused = message.send();
        }
        stuck.release();
        boolean unused = broken.await(120, TimeUnit.SECONDS);
        throw new IOException("cut");
    }
}
