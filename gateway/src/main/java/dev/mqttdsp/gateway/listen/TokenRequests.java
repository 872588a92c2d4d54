package dev.mqttdsp.gateway.listen;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Answers what comes to the path {@code /token}. */
public interface TokenRequests extends AutoCloseable {

    /**
     * Answers a request, now or later. The request is the caller's, and over when this returns.
     *
     * @param address who asks, as {@code host:port}
     * @param loop where the answer is given
     */
    void answer(FullHttpRequest request, String address, Executor loop, Consumer<FullHttpResponse> answer);

    /** How many requests wait. */
    int waiting();

    @Override
    void close();
}
