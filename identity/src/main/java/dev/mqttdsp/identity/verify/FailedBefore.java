package dev.mqttdsp.identity.verify;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Does not ask again for ten seconds what has just not answered: whoever wants to know waits for it, and behind him everybody else
 * who wants to know anything of the kind.
 */
final class FailedBefore implements Interceptor {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int MOST = 1_000;

    private final Clock clock;
    /** Until when each is left alone. */
    private final Map<String, Instant> failed = new ConcurrentHashMap<>();

    FailedBefore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        String url = chain.request().url().toString();
        Instant now = clock.instant();
        Instant until = failed.get(url);
        if (until != null && now.isBefore(until)) {
            throw new IOException("the URL " + url + " has not answered a moment ago");
        }
        try {
            Response response = chain.proceed(chain.request());
            failed.remove(url);
            return response;
        } catch (IOException e) {
            if (failed.size() >= MOST) {
                failed.values().removeIf(now::isAfter);
            }
            if (failed.size() < MOST) {
                failed.put(url, clock.instant().plus(PAUSE));
            }
            throw e;
        }
    }
}
