package dev.mqttdsp.pacing.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;

/**
 * Bounds what a partner answers to a message about a process, in length and in time.
 *
 * <p>EDC reads an error to its end, so a long one exhausts the memory and with it a state machine; and its limit for
 * reading counts from the last byte, so one byte now and then keeps a process in hand for ever.
 */
public final class BoundedAnswers implements Interceptor {
    private static final long MOST_BYTES = 1 << 16;

    private final Duration longest;

    /**
     * @param longest from the head of an answer to its end
     */
    public BoundedAnswers(Duration longest) {
        this.longest = longest;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (!Messages.isAboutProcess(chain.request())) {
            return response;
        }
        try (ResponseBody body = response.body()) {
            BufferedSource source = body.source();
            source.timeout().deadline(longest.toMillis(), TimeUnit.MILLISECONDS);
            Buffer start = new Buffer();
            while (start.size() < MOST_BYTES && source.read(start, MOST_BYTES - start.size()) >= 0) {
                // reads on
            }
            MediaType type = body.contentType();
            return response.newBuilder()
                    .body(ResponseBody.create(start.readByteArray(), type))
                    .build();
        }
    }
}
