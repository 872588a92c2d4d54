package dev.mqttdsp.benchmarks.negotiation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mqttdsp.client.ConnectorException;
import dev.mqttdsp.client.ConnectorException.Code;
import dev.mqttdsp.client.MqttDataAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * By asking every 20 ms, which is what EDC alone has. It has no endpoint for the data address either, so the transfer's
 * state STARTED counts, with which the address has come.
 */
record Polling(Management management) implements Waiting {
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Set<String> ENDS = Set.of("TERMINATING", "TERMINATED");

    @Override
    public JsonNode negotiation(String id) {
        String path = "/v3/contractnegotiations/" + id;
        await(path, "FINALIZED");
        return management.get(path).orElseThrow();
    }

    @Override
    public Optional<MqttDataAddress> dataAddress(String transferId) {
        String state = await("/v3/transferprocesses/" + transferId, "STARTED");
        if (!state.equals("STARTED")) {
            throw new ConnectorException(Code.ENDED, "transfer " + transferId + " is " + state);
        }
        return Optional.empty();
    }

    private String await(String path, String aim) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String state =
                    management.get(path + "/state").orElseThrow().path("state").asText();
            if (state.equals(aim) || ENDS.contains(state)) {
                return state;
            }
            if (System.nanoTime() - end > 0) {
                throw new ConnectorException(
                        Code.TIMEOUT, path + " is still " + state + " after " + PATIENCE.toSeconds() + " s");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorException(Code.TIMEOUT, "interrupted while polling", e);
        }
    }
}
