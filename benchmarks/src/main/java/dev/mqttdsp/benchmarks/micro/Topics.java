package dev.mqttdsp.benchmarks.micro;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.grant.AccessRights;
import dev.mqttdsp.core.topic.BrokerDialect;
import dev.mqttdsp.core.topic.TopicFilter;
import dev.mqttdsp.core.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Whether a topic is granted: the last of three filters says so. */
@State(Scope.Thread)
public class Topics {
    private static final int SUM_OF_NOTHING = 0;

    private final byte[] topic = "plant/halle-3/line/7/machine/42/temperature".getBytes(StandardCharsets.UTF_8);
    private final byte[] filter = "plant/halle-3/line/+/machine/#".getBytes(StandardCharsets.UTF_8);
    private final AccessRights rights = new AccessRights(
            List.of(
                    TopicFilter.of("plant/halle-1/#"),
                    TopicFilter.of("plant/halle-2/line/+/state"),
                    TopicFilter.of("plant/halle-3/line/#")),
            Permission.BOTH,
            false,
            BrokerDialect.MQTT);

    /** The yardstick: each byte of the topic is looked at. */
    @Benchmark
    public int readTopic() {
        int sum = SUM_OF_NOTHING;
        for (byte b : topic) {
            sum += b;
        }
        return sum;
    }

    /** The topic of a PUBLISH, from its bytes on. */
    @Benchmark
    public boolean mayPublish() {
        return rights.mayPublish(new TopicName(new String(topic, StandardCharsets.UTF_8)), false);
    }

    /** The filter of a SUBSCRIBE, from its bytes on. */
    @Benchmark
    public boolean maySubscribe() {
        return rights.maySubscribe(TopicFilter.of(new String(filter, StandardCharsets.UTF_8)));
    }
}
