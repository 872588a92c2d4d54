package dev.mqttdsp.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("reads the log of all gateways of this process")
class ReachedTest {
    private static final Logger LOG = Logger.getLogger(Reached.class.getName());

    private final AtomicLong now = new AtomicLong();
    private final Reached reached = new Reached(Limits.USUAL, now::get);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {
            // Nothing is held.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
    }

    @AfterEach
    void stop() {
        LOG.removeHandler(handler);
    }

    @Test
    void whoFloodsTheGatewayDoesNotFloodTheLog() {
        for (int i = 0; i < 10_000; i++) {
            reached.by(Limit.UNAUTHENTICATED, "192.0.2.1:" + i);
        }
        assertThat(lines).containsExactly("limit unauthenticated = 2000 reached by 192.0.2.1:0");

        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        reached.by(Limit.UNAUTHENTICATED, "192.0.2.1:1");
        assertThat(lines)
                .hasSize(2)
                .last()
                .asString()
                .isEqualTo(
                        "limit unauthenticated = 2000 reached by 192.0.2.1:1; 10000 times since the last line like this");
        assertThat(reached.count(Limit.UNAUTHENTICATED)).isEqualTo(10_001);
        assertThat(reached.count(Limit.LEVELS)).isZero();
    }

    @Test
    void whatComesFromTheWireIsEscaped() {
        reached.by(Limit.LEVELS, "evil\r\nline");

        assertThat(lines).singleElement().asString().doesNotContain("\n", "\r");
    }
}
