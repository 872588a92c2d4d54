package dev.mqttdsp.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One client that publishes: at a fixed rate, or as fast as messages arrive. What is due goes out once a millisecond, with
 * one flush; the time of a message counts from the millisecond in which it was due, however late that came. Belongs to the
 * event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class Publication implements ClientEvents {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);
    /** With rate 0 what is on its way goes out in so many parts. */
    private static final int BATCHES = 16;

    private static final int STALL_MILLIS = 1_000;
    /** The largest packet id that is used. */
    private static final int PACKET_IDS = 60_000;

    private final Plan plan;
    private final Tally tally;
    private final byte[] template;
    private final int payloadAt;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final long receivedBefore;
    private Client client;
    private ScheduledFuture<?> ticks;
    private ScheduledFuture<?> stalls;
    private long begin;
    private long ticked;
    private long sent;
    private long givenUp;
    private long receivedAtCheck;
    private int packetId;

    /**
     * What is published.
     *
     * @param topic where
     * @param qos 0 or 1
     * @param payload bytes
     * @param rate messages a second; 0 for as many as arrive
     * @param window with rate 0, so many messages are on their way at most
     * @param receivers how often each message arrives
     */
    record Plan(String topic, int qos, int payload, long rate, int window, int receivers) {}

    Publication(Plan plan, Tally tally) {
        this.plan = plan;
        this.tally = tally;
        this.template = Packets.publish(plan.topic(), plan.qos(), plan.payload());
        this.payloadAt = template.length - plan.payload();
        this.receivedBefore = tally.received();
        this.receivedAtCheck = receivedBefore;
    }

    /** Connects, and begins. */
    CompletableFuture<Void> open(Dialer dialer, Target target) {
        client = new Client(
                new Client.Introduction("publisher-" + System.nanoTime(), Optional.empty(), Optional.empty(), 0), this);
        dialer.dial(target, client);
        return ready;
    }

    @Override
    public void opened(Client opened) {
        begin = System.nanoTime();
        var loop = client.channel().eventLoop();
        if (plan.rate() > 0) {
            ticks = loop.scheduleAtFixedRate(this::tick, TICK, TICK, TimeUnit.NANOSECONDS);
        } else {
            stalls = loop.scheduleAtFixedRate(this::giveUp, STALL_MILLIS, STALL_MILLIS, TimeUnit.MILLISECONDS);
            arrived();
        }
        ready.complete(null);
    }

    private void tick() {
        long now = System.nanoTime();
        while (begin + (ticked + 1) * TICK - now <= 0) {
            ticked++;
            publish((int) (ticked * plan.rate() / 1_000 - sent), begin + ticked * TICK);
        }
    }

    /** Messages have arrived: there is room for more. */
    void arrived() {
        if (plan.rate() == 0 && begin != 0) {
            long arrived = (tally.received() - receivedBefore) / plan.receivers();
            int room = (int) (plan.window() - (sent - givenUp - arrived));
            if (room >= plan.window() / BATCHES) {
                publish(room, System.nanoTime());
            }
        }
    }

    /** What was lost on the way makes room as well, or there would be none in the end. */
    private void giveUp() {
        if (tally.received() == receivedAtCheck) {
            givenUp = sent - (tally.received() - receivedBefore) / plan.receivers();
            arrived();
        }
        receivedAtCheck = tally.received();
    }

    private void publish(int messages, long stamp) {
        if (messages <= 0) {
            return;
        }
        ByteBuf out = client.channel().alloc().directBuffer(messages * template.length);
        for (int i = 0; i < messages; i++) {
            int at = out.writerIndex();
            out.writeBytes(template).setLong(at + payloadAt, stamp);
            if (plan.qos() > 0) {
                packetId = packetId % PACKET_IDS + 1;
                out.setShort(at + payloadAt - 2, packetId);
            }
        }
        sent += messages;
        tally.sent(messages);
        client.channel().writeAndFlush(out);
    }

    @Override
    public void refused(Client refused, int code) {
        lost(refused, "CONNACK " + code);
    }

    @Override
    public void lost(Client lost, String why) {
        stop();
        ready.completeExceptionally(new IllegalStateException("the publisher: " + why));
    }

    /** Publishes no more. */
    void close() {
        stop();
        client.part();
    }

    private void stop() {
        begin = 0;
        if (ticks != null) {
            ticks.cancel(false);
        }
        if (stalls != null) {
            stalls.cancel(false);
        }
    }
}
