package dev.mqttdsp.benchmarks.micro;

import dev.mqttdsp.benchmarks.provider.Flows;
import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.core.grant.Login;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The admission of a token that this process has issued, a thousand flows being open. */
@State(Scope.Thread)
public class Logins {
    private static final int FLOWS = 1_000;

    private final Flows flows = Flows.open(FLOWS);
    private final String token = flows.lastToken();

    /** The yardstick: each character of the token is looked at. */
    @Benchmark
    public int readToken() {
        int sum = 0;
        for (int i = 0; i < token.length(); i++) {
            sum += token.charAt(i);
        }
        return sum;
    }

    /** The token is known, and its grant is open. */
    @Benchmark
    public Admission admit() {
        return flows.admissions()
                .admit(new Login("any", token))
                .toCompletableFuture()
                .join();
    }
}
