package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mqttdsp.client.ConnectorException.Code;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Waits for the end of a negotiation: by a long-poll where the connector has one ({@code /v3/pacing}), else by asking
 * again and again, because EDC's own API has nothing better.
 */
final class NegotiationWatch {
    private static final Set<String> ENDS = Set.of("FINALIZED", "TERMINATING", "TERMINATED");
    private static final Duration LONG_POLL = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    private final ManagementApi api;
    private boolean longPoll = true;

    NegotiationWatch(ManagementApi api) {
        this.api = api;
    }

    /**
     * The negotiation when it has ended, whichever way.
     *
     * @throws ConnectorException when that takes longer
     */
    JsonNode await(String id, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            Optional<JsonNode> negotiation = next(id);
            if (negotiation.isPresent()
                    && ENDS.contains(negotiation.get().path("state").asText())) {
                return negotiation.get();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new ConnectorException(
                        Code.TIMEOUT, "negotiation " + id + " takes longer than " + longest.toSeconds() + " s");
            }
        }
    }

    private Optional<JsonNode> next(String id) {
        if (longPoll) {
            try {
                return api.await("/v3/pacing/negotiations/" + id + "?wait=" + LONG_POLL.toSeconds(), LONG_POLL);
            } catch (ConnectorException e) {
                if (e.code() != Code.NOT_FOUND) {
                    throw e;
                }
                longPoll = false;
            }
        }
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorException(Code.TIMEOUT, "interrupted while waiting for negotiation " + id, e);
        }
        return Optional.of(api.get("/v3/contractnegotiations/" + id));
    }
}
