package dev.mqttdsp.acceptance.kit.idp;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came in.
 *
 * @param method HTTP's
 * @param target path and query
 * @param contentType the header, where there is one
 * @param authorization the header with everything in it, where there is one
 * @param form the parameters of the body, decoded
 */
public record TokenCall(
        String method,
        String target,
        Optional<String> contentType,
        Optional<String> authorization,
        Map<String, String> form) {

    static TokenCall of(HttpExchange exchange, String body) {
        return new TokenCall(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                parameters(body));
    }

    private static Map<String, String> parameters(String body) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : body.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
