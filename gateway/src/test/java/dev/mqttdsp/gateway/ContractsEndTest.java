package dev.mqttdsp.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.core.grant.Login;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.testing.Crowd;
import dev.mqttdsp.gateway.testing.Crowd.Member;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Plan;
import dev.mqttdsp.gateway.testing.Provider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Many contracts that end in the same second. */
@ExtendWith(NoLeaks.class)
@Isolated("A thousand TLS handshakes leave no time to others.")
class ContractsEndTest {
    private static final int ENDING = 1_000;
    private static final int STAYING = 50;

    @Test
    void aThousandThatEndInTheSameSecondAreCutThenAndNoOther(@TempDir Path directory, @TempDir Path gateway)
            throws Exception {
        try (Mosquitto mosquitto = new Mosquitto(directory);
                Provider provider = new Provider(new Plan(gateway).limit(Limit.SESSIONS_PER_PARTICIPANT, 2 * ENDING));
                Crowd crowd = new Crowd(provider)) {
            Broker broker = mosquitto.entry("mqtt");
            List<Member> staying =
                    new ArrayList<>(connected(crowd, tokens(provider, broker, "early", STAYING, Instant.MAX)));
            long begin = System.nanoTime();
            staying.addAll(connected(crowd, tokens(provider, broker, "staying", STAYING, Instant.MAX)));
            // Time enough to connect them all on this machine, as it is at the moment.
            Instant end = Instant.now()
                    .plusNanos((System.nanoTime() - begin) * (ENDING / STAYING) * 3 / 2)
                    .plusSeconds(3)
                    .truncatedTo(ChronoUnit.SECONDS);
            List<String> tokens = tokens(provider, broker, "ending", ENDING, end);
            List<Member> ending = connected(crowd, tokens);
            assertThat(Instant.now()).as("all are connected in time").isBefore(end);

            Instant last = Instant.MIN;
            for (Member member : ending) {
                Instant cut = member.cut().get(60, TimeUnit.SECONDS);
                assertThat(cut).isAfterOrEqualTo(end);
                last = cut.isAfter(last) ? cut : last;
            }

            System.out.printf(
                    "contracts: %d ended in one second, the last session was cut %d ms later%n",
                    ENDING, Duration.between(end, last).toMillis());
            assertThat(last).isBefore(end.plusSeconds(10));
            for (String token : tokens) {
                assertThat(provider.grants
                                .admit(new Login("any", token))
                                .toCompletableFuture()
                                .get(10, TimeUnit.SECONDS))
                        .isInstanceOf(Admission.Denied.class);
            }
            assertThat(crowd.join(tokens.get(0)).code()).isEqualTo(5);
            for (Member member : staying) {
                member.ping();
            }
        }
    }

    private static List<String> tokens(Provider provider, Broker broker, String name, int count, Instant end) {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tokens.add(provider.start(name + "-" + i, broker, Permission.SUBSCRIBE, false, end, "plant/#"));
        }
        return tokens;
    }

    private static List<Member> connected(Crowd crowd, List<String> tokens) throws Exception {
        List<Member> members = new ArrayList<>();
        for (String token : tokens) {
            members.add(crowd.join(token));
        }
        for (Member member : members) {
            assertThat(member.code()).isZero();
        }
        return members;
    }
}
