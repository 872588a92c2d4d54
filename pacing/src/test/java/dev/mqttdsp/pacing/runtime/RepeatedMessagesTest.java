package dev.mqttdsp.pacing.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.pacing.runtime.Relay.Delivery;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that delivers each message about a process eight times at once. */
class RepeatedMessagesTest {
    private static final int COPIES = 8;
    private static final int FLOWS = 12;
    private static final Set<String> REQUESTS = Set.of("ContractRequestMessage", "TransferRequestMessage");
    private static final Pattern HEARD = Pattern.compile("heard ([a-zA-Z]+) ([0-9a-f-]{36})");

    @TempDir
    static Path directory;

    private static final ExecutorService threads = Executors.newCachedThreadPool();
    private static final ConcurrentLinkedQueue<String> sent = new ConcurrentLinkedQueue<>();
    private static Relay relay;
    private static Connector provider;
    private static Connector consumer;

    @BeforeAll
    static void boot() throws Exception {
        relay = new Relay();
        provider = boot("provider");
        consumer = boot("consumer");
        provider.awaitReady();
        consumer.awaitReady();
    }

    private static Connector boot(String participant) throws IOException {
        Connector connector = Connector.boot(
                directory,
                participant,
                Connector.Kind.PACED,
                Map.of("edc.dsp.callback.address", relay.callback(participant)));
        relay.connect(connector);
        return connector;
    }

    @AfterAll
    static void end() {
        for (Connector connector : new Connector[] {provider, consumer}) {
            if (connector != null) {
                connector.close();
            }
        }
        if (relay != null) {
            relay.close();
        }
        threads.shutdownNow();
    }

    @Test
    void eachStepIsTakenOnce() throws Exception {
        Dataspace dataspace = new Dataspace(provider, consumer, relay.dsp("provider"));
        relay.become(RepeatedMessagesTest::multiply);

        assertThat(dataspace.flows(FLOWS, 4)).hasSize(FLOWS);

        assertThat(sent).doesNotHaveDuplicates();
        assertThat(heard(provider).values()).containsOnly(1);
        assertThat(heard(consumer).values()).containsOnly(1);
        assertThat(Dataspace.transfers(provider, "PROVIDER").values())
                .hasSize(FLOWS)
                .containsOnly("STARTED");
    }

    private static Map<String, Integer> heard(Connector connector) {
        Map<String, Integer> times = new TreeMap<>();
        Matcher matcher = HEARD.matcher(connector.log());
        while (matcher.find()) {
            times.merge(matcher.group(1) + " " + matcher.group(2), 1, Integer::sum);
        }
        return times;
    }

    /** The sender gets the first answer of success. Requests are left alone: each one asks for a new process. */
    private static HttpResponse<byte[]> multiply(Delivery message) throws IOException, InterruptedException {
        if (message.process().isEmpty() || REQUESTS.contains(message.type())) {
            return message.send();
        }
        sent.add(message.type() + " " + message.process());
        CompletableFuture<HttpResponse<byte[]>> answer = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(COPIES);
        for (int i = 0; i < COPIES; i++) {
            threads.execute(() -> {
                try {
                    HttpResponse<byte[]> response = message.send();
                    if (left.decrementAndGet() == 0 || response.statusCode() == 200) {
                        answer.complete(response);
                    }
                } catch (IOException | InterruptedException e) {
                    answer.completeExceptionally(e);
                }
            });
        }
        try {
            return answer.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        }
    }
}
