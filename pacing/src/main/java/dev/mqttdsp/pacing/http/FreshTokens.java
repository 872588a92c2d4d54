package dev.mqttdsp.pacing.http;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Gives a message that is sent again a token of its own: where participants prove who they are, a token counts once, and a message
 * that is repeated with it would be refused for good. Whether the message is repeated here or by EDC makes no difference.
 */
public final class FreshTokens implements Interceptor {
    private static final String AUTHORIZATION = "Authorization";
    /** A message is sent again soon, or not at all. */
    private static final int REMEMBERED = 20_000;

    private final Function<String, Optional<String>> again;
    private final Map<Long, Boolean> sent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * @param again gives, for the value of the header that a message had, another one; empty where that one may go again
     */
    public FreshTokens(Function<String, Optional<String>> again) {
        this.again = again;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        String header = request.header(AUTHORIZATION);
        if (header == null || isFirst(header)) {
            return chain.proceed(request);
        }
        return chain.proceed(again.apply(header)
                .map(fresh -> request.newBuilder().header(AUTHORIZATION, fresh).build())
                .orElse(request));
    }

    /** What was sent is no secret to be kept here: a number that tells tokens apart is enough. */
    private synchronized boolean isFirst(String header) {
        long number = ((long) header.hashCode() << 32)
                ^ header.substring(header.length() / 2).hashCode();
        return sent.put(number, true) == null;
    }
}
