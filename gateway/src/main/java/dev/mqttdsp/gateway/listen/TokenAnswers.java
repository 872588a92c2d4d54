package dev.mqttdsp.gateway.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** Answers of a token endpoint (RFC 6749 §5). */
final class TokenAnswers {
    private TokenAnswers() {}

    static FullHttpResponse error(String code, String description) {
        return error(HttpResponseStatus.BAD_REQUEST, code, description);
    }

    static FullHttpResponse error(HttpResponseStatus status, String code, String description) {
        return json(status, "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(code, description));
    }

    static FullHttpResponse busy(String description) {
        FullHttpResponse response =
                error(HttpResponseStatus.SERVICE_UNAVAILABLE, "temporarily_unavailable", description);
        response.headers().set(HttpHeaderNames.RETRY_AFTER, 1);
        return response;
    }

    static FullHttpResponse json(HttpResponseStatus status, String body) {
        return of(status, "application/json", Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
    }

    static FullHttpResponse of(HttpResponseStatus status, String type, ByteBuf content) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store"); // RFC 6749 §5.1
        response.headers().set(HttpHeaderNames.PRAGMA, "no-cache");
        return response;
    }
}
