package dev.mqttdsp.edc.runtime;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;

/** A consumer that says DSP messages by hand, and answers the provider's as a test wants. */
final class ScriptedConsumer implements AutoCloseable {
    private static final String CONTEXT = "\"@context\": [\"https://w3id.org/dspace/2025/1/context.jsonld\"]";

    private final String provider;
    private final String consumerPid = UUID.randomUUID().toString();
    private final List<JsonObject> started = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final IntSupplier answerToStart;
    private final String providerPid;

    /**
     * Asks the provider for a transfer.
     *
     * @param provider the provider's DSP address
     * @param agreementId the agreement's id as both sides know it
     * @param answerToStart status with which each start message is answered
     */
    ScriptedConsumer(String provider, String agreementId, IntSupplier answerToStart) throws IOException {
        this.provider = provider;
        this.answerToStart = answerToStart;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        HttpResponse<String> response = send("/transfers/request", """
                {%s, "@type": "TransferRequestMessage", "consumerPid": "%s", "agreementId": "%s",
                 "format": "Mqtt-PULL", "callbackAddress": "http://127.0.0.1:%d"}""".formatted(
                        CONTEXT, consumerPid, agreementId, server.getAddress().getPort()));
        if (response.statusCode() >= 300) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        providerPid = parse(response.body()).getString("providerPid");
    }

    String providerPid() {
        return providerPid;
    }

    /** The start messages so far. */
    List<JsonObject> started() {
        return started;
    }

    /** The access token in the start message of that number, waiting for it. */
    String token(int number) {
        await().atMost(Dataspace.PATIENCE).until(() -> started.size() >= number);
        return started.get(number - 1).getJsonObject("dataAddress").getJsonArray("endpointProperties").stream()
                .map(JsonValue::asJsonObject)
                .filter(property -> property.getString("name").equals("authorization"))
                .map(property -> property.getString("value"))
                .findFirst()
                .orElseThrow();
    }

    HttpResponse<String> suspend() {
        return say("suspension", "TransferSuspensionMessage", ", \"code\": \"1\", \"reason\": [\"a test\"]");
    }

    HttpResponse<String> resume() {
        return say("start", "TransferStartMessage", "");
    }

    HttpResponse<String> complete() {
        return say("completion", "TransferCompletionMessage", "");
    }

    HttpResponse<String> terminate() {
        return say("termination", "TransferTerminationMessage", ", \"code\": \"1\", \"reason\": [\"a test\"]");
    }

    private HttpResponse<String> say(String path, String type, String rest) {
        return send(
                "/transfers/" + providerPid + "/" + path, """
                {%s, "@type": "%s", "providerPid": "%s", "consumerPid": "%s"%s}""".formatted(CONTEXT, type, providerPid, consumerPid, rest));
    }

    private HttpResponse<String> send(String path, String body) {
        String identity = "{\"region\": \"eu\", \"audience\": \"provider\", \"clientId\": \"consumer\"}";
        return Connector.send(HttpRequest.newBuilder(URI.create(provider + path))
                .header("Content-Type", "application/json")
                .header("Authorization", identity) // what EDC's mock identity takes for a token
                .POST(BodyPublishers.ofString(body)));
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int status = 200;
            if (exchange.getRequestURI().getPath().endsWith("/start")) {
                status = answerToStart.getAsInt();
                started.add(parse(body));
            }
            exchange.sendResponseHeaders(status, -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject parse(String json) {
        return Json.createReader(new StringReader(json)).readObject();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
