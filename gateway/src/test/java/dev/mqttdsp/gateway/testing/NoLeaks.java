package dev.mqttdsp.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.lang.reflect.Field;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Fails a test after which a session's channel or timer is left in the gateway, and a test class that lost a buffer. Tests
 * that run side by side see each other's sessions: there {@link Provider#close} looks, when all are over. Netty notices a
 * lost buffer once it was collected and another is made.
 */
public final class NoLeaks implements AfterEachCallback, AfterAllCallback {
    private static final int ROUNDS = 3;

    @Override
    public void afterEach(ExtensionContext context) throws IllegalAccessException {
        if (context.getExecutionMode() == ExecutionMode.CONCURRENT) {
            return;
        }
        for (Field field : ReflectionSupport.findFields(
                context.getRequiredTestClass(),
                field -> field.getType() == Provider.class,
                HierarchyTraversalMode.TOP_DOWN)) {
            field.setAccessible(true);
            if (field.get(context.getRequiredTestInstance()) instanceof Provider provider) {
                provider.assertNothingLeft();
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.buffer(1).release();
        }
        assertThat(LeakRecorder.leaks()).as("leaks").isEmpty();
    }
}
