package dev.mqttdsp.acceptance.kit.idp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Answers token requests as it was told to last, and keeps every request from the moment at which it is there. */
final class TokenEndpoint {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration HANGING_AT_MOST = Duration.ofMinutes(1);

    private final MockServer behind;
    private final List<TokenCall> calls = new CopyOnWriteArrayList<>();
    private volatile Instruction instruction = new Instruction(Answer.NORMAL);

    TokenEndpoint(MockServer behind) {
        this.behind = behind;
    }

    /** An answer for all requests from now on; those that hang are let go when it is replaced. */
    private record Instruction(Answer answer, CountDownLatch replaced, AtomicReference<Reply> first) {
        private Instruction(Answer answer) {
            this(answer, new CountDownLatch(1), new AtomicReference<>());
        }
    }

    private record Reply(int status, String contentType, String body) {}

    List<TokenCall> calls() {
        return List.copyOf(calls);
    }

    void answer(Answer answer) {
        Instruction old = instruction;
        instruction = new Instruction(answer);
        old.replaced.countDown();
    }

    /** Lets go those that hang. */
    void release() {
        instruction.replaced.countDown();
    }

    void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Instruction now = instruction;
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            TokenCall call = TokenCall.of(exchange, body);
            calls.add(call);
            boolean elsewhere = exchange.getRequestURI().getPath().equals(IdentityProvider.ELSEWHERE);
            give(exchange, new Asked(call, body), now, elsewhere ? Answer.NORMAL : now.answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Asked(TokenCall call, String body) {}

    private void give(HttpExchange exchange, Asked asked, Instruction now, Answer answer)
            throws IOException, InterruptedException {
        if (answer instanceof Answer.Token token) {
            send(exchange, token(exchange, asked, token));
        } else if (answer instanceof Answer.Changed changed) {
            send(exchange, changed(token(exchange, asked, changed.token()), changed));
        } else if (answer instanceof Answer.Repeated repeated) {
            send(exchange, first(exchange, asked, now, repeated.token()));
        } else if (answer instanceof Answer.Delayed delayed) {
            TimeUnit.MILLISECONDS.sleep(delayed.delay().toMillis());
            give(exchange, asked, now, delayed.then());
        } else if (answer instanceof Answer.ByScope byScope) {
            give(exchange, asked, now, byScope.answers().get(asked.call.form().get("scope")));
        } else if (answer instanceof Answer.Hanging) {
            now.replaced.await(HANGING_AT_MOST.toSeconds(), TimeUnit.SECONDS);
        } else if (answer instanceof Answer.Fixed fixed) {
            send(exchange, new Reply(fixed.status(), fixed.contentType(), fixed.body()));
        } else if (answer instanceof Answer.Redirect redirect) {
            exchange.getResponseHeaders().set("Location", IdentityProvider.ELSEWHERE);
            exchange.sendResponseHeaders(redirect.status(), -1);
        } else if (answer instanceof Answer.Huge huge) {
            sendHuge(exchange, huge.bytes());
        }
    }

    private Reply token(HttpExchange exchange, Asked asked, Answer.Token token)
            throws IOException, InterruptedException {
        int port = exchange.getLocalAddress().getPort();
        HttpResponse<String> response = behind.token(asked.call, asked.body, token, port);
        String type = response.headers().firstValue("Content-Type").orElse("application/json");
        return new Reply(response.statusCode(), type, response.body());
    }

    private static Reply changed(Reply reply, Answer.Changed changed) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(reply.body);
        changed.change().accept(json);
        return new Reply(reply.status, reply.contentType, JSON.writeValueAsString(json));
    }

    private Reply first(HttpExchange exchange, Asked asked, Instruction now, Answer.Token token)
            throws IOException, InterruptedException {
        synchronized (now.first) {
            if (now.first.get() == null) {
                now.first.set(token(exchange, asked, token));
            }
            return now.first.get();
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", reply.contentType);
        byte[] body = utf8(reply.body);
        exchange.sendResponseHeaders(reply.status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void sendHuge(HttpExchange exchange, long bytes) throws IOException {
        byte[] block = new byte[65_536];
        Arrays.fill(block, (byte) 'x');
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.write(utf8("{\"token_type\": \"Bearer\", \"expires_in\": 300, \"access_token\": \""));
        for (long left = bytes; left > 0; left -= block.length) {
            out.write(block, 0, (int) Math.min(left, block.length));
        }
        out.write(utf8("\"}"));
        out.flush();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
