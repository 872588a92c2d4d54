package dev.mqttdsp.pacing.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Says in each message about a process that this side is paced: it holds back what comes before its own step is stored, so
 * the partner may answer at once.
 */
public final class AnnouncePacing implements Interceptor {
    static final String HEADER = "Pacing";
    static final String HOLDS = "holds";

    @Override
    public Response intercept(Chain chain) throws IOException {
        return chain.proceed(
                Messages.isAboutProcess(chain.request())
                        ? chain.request().newBuilder().header(HEADER, HOLDS).build()
                        : chain.request());
    }
}
