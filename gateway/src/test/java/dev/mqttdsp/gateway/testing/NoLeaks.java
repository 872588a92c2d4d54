package dev.mqttdsp.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class that lost a buffer. Netty notices a lost buffer once it was collected and another is made. */
public final class NoLeaks implements AfterAllCallback {
    private static final int ROUNDS = 3;

    @Override
    public void afterAll(ExtensionContext context) {
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.buffer(1).release();
        }
        assertThat(LeakRecorder.leaks()).as("leaks").isEmpty();
    }
}
