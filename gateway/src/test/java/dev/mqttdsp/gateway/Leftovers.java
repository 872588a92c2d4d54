package dev.mqttdsp.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** What there is on a gateway's event loops beside its ports: channels and timers. */
public final class Leftovers {
    /** Sessions that are to be removed at a broker that is away wait for it, whoever has left them there. */
    private static final String NO_SESSION = "gateway.persistent.Removals";

    private Leftovers() {}

    /** Each channel to a client or to a broker, and each timer, in words; nothing of a gateway that has stopped. */
    public static List<String> of(Gateway gateway) throws Exception {
        List<String> found = new ArrayList<>();
        for (EventExecutor loop : gateway.loops()) {
            try {
                found.addAll(loop.submit(() -> on((SingleThreadEventLoop) loop)).get(10, TimeUnit.SECONDS));
            } catch (RejectedExecutionException e) {
                // It has stopped, which closes every channel.
            }
        }
        return found;
    }

    private static List<String> on(SingleThreadEventLoop loop) throws ReflectiveOperationException {
        List<String> found = new ArrayList<>();
        for (Iterator<Channel> channels = loop.registeredChannelsIterator(); channels.hasNext(); ) {
            Channel channel = channels.next();
            if (!(channel instanceof ServerChannel)) {
                found.add(channel + " " + channel.pipeline().names());
            }
        }
        timers(loop).stream()
                .map(Object::toString)
                .filter(timer -> !timer.contains(NO_SESSION))
                .forEach(found::add);
        return found;
    }

    /** Netty shows its timers to nobody. There is no queue before the first one. */
    private static Collection<?> timers(SingleThreadEventLoop loop) throws ReflectiveOperationException {
        Field queue = AbstractScheduledEventExecutor.class.getDeclaredField("scheduledTaskQueue");
        queue.setAccessible(true);
        return queue.get(loop) instanceof Collection<?> timers ? List.copyOf(timers) : List.of();
    }
}
