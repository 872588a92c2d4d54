package dev.mqttdsp.app.demo;

import java.io.PrintWriter;
import java.util.Locale;

/** Says what happens, with the seconds since the start. */
final class Steps {
    private final PrintWriter err;
    private final long start = System.nanoTime();

    Steps(PrintWriter err) {
        this.err = err;
    }

    void say(String what) {
        err.println(String.format(Locale.ROOT, "%6.2f s  %s", (System.nanoTime() - start) / 1e9, what));
    }
}
