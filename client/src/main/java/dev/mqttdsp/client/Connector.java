package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mqttdsp.client.ConnectorException.Code;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One's own connector: what a provider or a consumer asks of it. */
public final class Connector {
    private static final String PROTOCOL = "dataspace-protocol-http:2025-1";
    private static final String VERSION_PATH = "/2025-1";
    /** EDC's words for a failure on this side of the wire, which it answers as it does one on the other. */
    private static final String NO_TOKEN = "Unable to obtain credentials";

    private final ManagementApi api;

    /**
     * @param management URL of the management API; a bare {@code http://host:port} means EDC's default path there
     * @param apiKey sent as {@code X-Api-Key}
     * @param http with the trust that the URL needs
     */
    public Connector(URI management, Optional<String> apiKey, HttpClient http) {
        this.api = new ManagementApi(management, apiKey, http, Duration.ofSeconds(30));
    }

    /**
     * Puts topics on offer: asset, policy and contract definition. When a part is refused, nothing stays.
     *
     * @throws ConnectorException with the connector's reason
     */
    public void offer(Offer offer) {
        String policy = offer.assetId() + "-policy";
        api.post("/v3/assets", ProviderRequests.asset(offer));
        try {
            api.post("/v3/policydefinitions", ProviderRequests.policy(policy, offer.terms()));
            try {
                api.post(
                        "/v3/contractdefinitions",
                        ProviderRequests.contractDefinition(offer.assetId() + "-offer", policy, offer.assetId()));
            } catch (ConnectorException e) {
                api.delete("/v3/policydefinitions/" + encoded(policy));
                throw e;
            }
        } catch (ConnectorException e) {
            api.delete("/v3/assets/" + encoded(offer.assetId()));
            throw e;
        }
    }

    /**
     * Asks a provider what it offers.
     *
     * @param provider the provider's DSP URL; the protocol version is appended where it is missing
     * @throws ConnectorException when the provider refuses, or nobody answers there
     */
    public Catalog catalog(URI provider, Optional<String> providerId) {
        ObjectNode request = ManagementApi.object("CatalogRequest")
                .put("counterPartyAddress", versioned(provider))
                .put("protocol", PROTOCOL);
        providerId.ifPresent(id -> request.put("counterPartyId", id));
        request.putObject("querySpec").put("@type", "QuerySpec").put("limit", 1000);
        JsonNode answer;
        try {
            answer = api.post("/v3/catalog/request", request);
        } catch (ConnectorException e) {
            if (e.code() == Code.UNREACHABLE
                    && e.getCause() == null
                    && !e.getMessage().startsWith(NO_TOKEN)) {
                throw UnansweredProvider.at(versioned(provider), e);
            }
            throw e;
        }
        return Catalog.parse(answer);
    }

    /** An agreement that was reached before with this provider about that asset. */
    public Optional<String> agreement(URI provider, String assetId) {
        return many(api.post("/v3/contractnegotiations/request", ManagementApi.object("QuerySpec")))
                .filter(negotiation -> negotiation.path("state").asText().equals("FINALIZED")
                        && negotiation.path("type").asText().equals("CONSUMER")
                        && negotiation.path("assetId").asText().equals(assetId)
                        && negotiation.path("counterPartyAddress").asText().equals(versioned(provider)))
                .map(negotiation -> negotiation.path("contractAgreementId").asText())
                .findFirst();
    }

    /**
     * Negotiates a contract on the first offer for that dataset.
     *
     * @return the agreement's id
     * @throws ConnectorException when the negotiation ends otherwise, or takes longer
     */
    public String negotiate(URI provider, String providerId, CatalogEntry entry, Duration longest) {
        JsonNode offer = entry.offer()
                .orElseThrow(() -> new ConnectorException(
                        Code.NOT_FOUND, "the provider offers " + entry.assetId() + " under no contract"));
        String id = api.post(
                        "/v3/contractnegotiations",
                        ConsumerRequests.negotiation(versioned(provider), PROTOCOL, providerId, entry.assetId(), offer))
                .path("@id")
                .asText();
        JsonNode negotiation = new NegotiationWatch(api).await(id, longest);
        if (!negotiation.path("state").asText().equals("FINALIZED")) {
            throw new ConnectorException(
                    Code.ENDED,
                    "the negotiation of " + entry.assetId() + " ended without a contract"
                            + because(negotiation.path("errorDetail").asText("")));
        }
        return negotiation.path("contractAgreementId").asText();
    }

    /**
     * Starts a transfer under an agreement.
     *
     * @return the id of the transfer process, which may still be on its way
     */
    public String startTransfer(URI provider, String agreementId) {
        return api.post(
                        "/v3/transferprocesses",
                        ConsumerRequests.transfer(versioned(provider), PROTOCOL, agreementId, CatalogEntry.MQTT))
                .path("@id")
                .asText();
    }

    /**
     * What the provider gives for a transfer.
     *
     * @throws ConnectorException when the transfer ends without, or takes longer
     */
    public MqttDataAddress dataAddress(String transferId, Duration longest) {
        return pollDataAddress(transferId, longest)
                .orElseThrow(() -> new ConnectorException(
                        Code.TIMEOUT,
                        "transfer " + transferId + " has no data address after " + longest.toSeconds() + " s"));
    }

    /**
     * What the provider gives for a transfer; empty when it gives nothing so long, for instance because the transfer is
     * suspended.
     *
     * @throws ConnectorException when the transfer ends without
     */
    public Optional<MqttDataAddress> pollDataAddress(String transferId, Duration longest) {
        String path = "/v3/edrs/" + encoded(transferId) + "/dataaddress?wait=" + longest.toSeconds();
        try {
            return api.await(path, longest).map(MqttDataAddress::parse);
        } catch (ConnectorException e) {
            throw e.code() == Code.CONFLICT
                    ? new ConnectorException(
                            Code.ENDED, "transfer " + transferId + " gives no access: " + e.getMessage(), e)
                    : e;
        }
    }

    /** One transfer. */
    public Transfer transfer(String id) {
        return Transfer.parse(api.get("/v3/transferprocesses/" + encoded(id)));
    }

    /** All transfers, the newest first. */
    public List<Transfer> transfers() {
        ObjectNode query = ManagementApi.object("QuerySpec")
                .put("limit", 1000)
                .put("sortField", "createdAt")
                .put("sortOrder", "DESC");
        return many(api.post("/v3/transferprocesses/request", query))
                .map(Transfer::parse)
                .toList();
    }

    /** Ends a transfer for good; one that has ended already stays so. */
    public void terminate(String transferId, String reason) {
        try {
            api.post(
                    "/v3/transferprocesses/" + encoded(transferId) + "/terminate",
                    ManagementApi.object("TerminateTransfer").put("reason", reason));
        } catch (ConnectorException e) {
            if (e.code() != Code.CONFLICT || !transfer(transferId).hasEnded()) {
                throw e;
            }
        }
    }

    /** Stops access until the transfer is resumed. */
    public void suspend(String transferId, String reason) {
        api.post(
                "/v3/transferprocesses/" + encoded(transferId) + "/suspend",
                ManagementApi.object("SuspendTransfer").put("reason", reason));
    }

    /** Gives access again. */
    public void resume(String transferId) {
        api.post("/v3/transferprocesses/" + encoded(transferId) + "/resume", ManagementApi.object("ResumeTransfer"));
    }

    /** The gateway's taking in of clients. */
    public Drain drain() {
        return new Drain(api);
    }

    /** What the connector proves itself by. */
    public Credentials credentials() {
        return new Credentials(api);
    }

    /** What signs for the connector's participant. */
    public Keys keys() {
        return new Keys(api);
    }

    /** The participants whom the connector has cut off. */
    public Blocks blocks() {
        return new Blocks(api);
    }

    private static Stream<JsonNode> many(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static String versioned(URI provider) {
        String url = provider.toString().replaceAll("/+$", "");
        return url.endsWith(VERSION_PATH) ? url : url + VERSION_PATH;
    }

    /** A part of a path, or a value of a query. */
    static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
