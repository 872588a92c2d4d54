package dev.mqttdsp.pacing.http;

import okhttp3.Request;

/** What DSP's HTTPS binding sends about negotiations and transfers. */
final class Messages {
    static final String NEGOTIATIONS = "negotiations";
    static final String TRANSFERS = "transfers";
    /** Comes in place of an id in the message that begins a process. */
    static final String REQUEST = "request";

    private Messages() {}

    static boolean isAboutProcess(Request request) {
        String path = request.url().encodedPath();
        return request.method().equals("POST")
                && (path.contains("/" + NEGOTIATIONS + "/") || path.contains("/" + TRANSFERS + "/"));
    }
}
