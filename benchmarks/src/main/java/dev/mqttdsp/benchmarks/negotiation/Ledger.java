package dev.mqttdsp.benchmarks.negotiation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mqttdsp.benchmarks.process.Participant;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Everything that one side has stored. */
final class Ledger {
    /** The role of a connector in a process; it may have the other one in another. */
    enum Role {
        CONSUMER,
        PROVIDER
    }

    private final Map<String, String> agreements;
    private final List<JsonNode> negotiations;
    private final List<JsonNode> transfers;

    private Ledger(Map<String, String> agreements, List<JsonNode> negotiations, List<JsonNode> transfers) {
        this.agreements = agreements;
        this.negotiations = negotiations;
        this.transfers = transfers;
    }

    /** Asks the connector. */
    static Ledger of(Participant participant) {
        Management management = new Management(participant.managementUrl(), HttpClient.newHttpClient());
        // Processes before agreements: an agreement is stored with the step that it belongs to.
        List<JsonNode> transfers = all(management, "/v3/transferprocesses");
        List<JsonNode> negotiations = all(management, "/v3/contractnegotiations");
        Map<String, String> agreements = all(management, "/v3/contractagreements").stream()
                .collect(Collectors.toMap(
                        agreement -> text(agreement, "@id"), agreement -> text(agreement, "agreementId")));
        return new Ledger(agreements, negotiations, transfers);
    }

    /** The negotiations about that asset, in that role. */
    List<LedgerEntry> negotiations(Role role, String asset) {
        return entries(negotiations.stream(), role, asset, "contractAgreementId");
    }

    /** The transfers of that asset, in that role. */
    List<LedgerEntry> transfers(Role role, String asset) {
        return entries(transfers.stream(), role, asset, "contractId");
    }

    private List<LedgerEntry> entries(Stream<JsonNode> all, Role role, String asset, String agreement) {
        return all.filter(process -> text(process, "type").equals(role.name())
                        && text(process, "assetId").equals(asset))
                .map(process -> new LedgerEntry(
                        text(process, "@id"),
                        text(process, "correlationId"),
                        text(process, "state"),
                        agreements.getOrDefault(text(process, agreement), ""),
                        text(process, "errorDetail")))
                .toList();
    }

    private static List<JsonNode> all(Management management, String path) {
        return StreamSupport.stream(
                        management
                                .post(path + "/request", ContractRequest.everything())
                                .spliterator(),
                        false)
                .toList();
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText("");
    }
}
