package dev.mqttdsp.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final AtomicLong now = new AtomicLong();
    private final Failures failures = new Failures(3, now::get);

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            failures.count(address(address));
        }
    }

    private boolean shutOut(String address) {
        return failures.areTooMany(address(address));
    }

    @Test
    void soManyShutAnAddressOutAndNoOther() {
        fail("192.0.2.1", 2);
        assertThat(shutOut("192.0.2.1")).isFalse();

        fail("192.0.2.1", 1);
        assertThat(shutOut("192.0.2.1")).isTrue();
        assertThat(shutOut("192.0.2.2")).isFalse();
    }

    @Test
    void aMinuteAfterTheFirstOneItIsForgotten() {
        fail("192.0.2.1", 3);
        now.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(shutOut("192.0.2.1")).isTrue();

        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(shutOut("192.0.2.1")).isFalse();
        fail("192.0.2.1", 2);
        assertThat(shutOut("192.0.2.1")).isFalse();
    }

    @Test
    void anIpv6NetworkCountsAsOne() {
        fail("2001:db8:1:2::1", 1);
        fail("2001:db8:1:2::2", 1);
        fail("2001:db8:1:2:ffff::3", 1);

        assertThat(shutOut("2001:db8:1:2::99")).isTrue();
        assertThat(shutOut("2001:db8:1:3::1")).isFalse();
    }

    @Test
    void howeverManyAddressesThereAreThoseOfTheLastAreKnown() {
        fail("192.0.2.1", 3);
        for (int i = 0; i < 10_000; i++) {
            fail("10.0." + i / 256 + "." + i % 256, 1);
        }
        assertThat(shutOut("192.0.2.1")).isFalse(); // the memory is bounded

        fail("10.0.0.77", 2);
        assertThat(shutOut("10.0.0.77")).isTrue();
    }
}
