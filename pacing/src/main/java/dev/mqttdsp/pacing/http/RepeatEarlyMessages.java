package dev.mqttdsp.pacing.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends a message about a process again when it came too early.
 *
 * <p>A connector answers our message before it has stored the step it took, and our next message finds it in the state
 * before: 409. EDC takes that for final and gives the process up. It also takes a moment until a connector that restarts
 * accepts connections. In both cases the message has changed nothing over there. Any other failure is left to EDC: whether
 * the message was processed is unknown then, and not every message may be processed twice.
 */
public final class RepeatEarlyMessages implements Interceptor {
    private static final int CONFLICT = 409;
    private static final int MOST_TRIES = 9;
    /** Doubled each time: a message that is really refused is known to be so after 1.3 seconds. */
    private static final long FIRST_PAUSE_MILLIS = 5;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (!Messages.isAboutProcess(request)) {
            return chain.proceed(request);
        }
        long pause = FIRST_PAUSE_MILLIS;
        for (int tries = 1; tries < MOST_TRIES; tries++) {
            try {
                Response response = chain.proceed(request);
                if (response.code() != CONFLICT) {
                    return response;
                }
                response.close();
            } catch (ConnectException e) {
                // Refused, so nothing was sent.
            }
            sleep(pause);
            pause *= 2;
        }
        return chain.proceed(request);
    }

    private static void sleep(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before a message was repeated");
        }
    }
}
