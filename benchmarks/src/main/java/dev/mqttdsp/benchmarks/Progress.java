package dev.mqttdsp.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;

/** Says what happens, with the seconds since the start. */
public final class Progress {
    private final PrintWriter err;
    private final long start = System.nanoTime();
    private volatile boolean silent;

    Progress(PrintWriter err) {
        this.err = err;
    }

    /** Writes a line. */
    public void say(String what) {
        if (!silent) {
            err.println(String.format(Locale.ROOT, "%6.1f s  %s", (System.nanoTime() - start) / 1e9, what));
        }
    }

    /** From now on nothing is worth a line: everything is being ended. */
    void silence() {
        silent = true;
    }
}
