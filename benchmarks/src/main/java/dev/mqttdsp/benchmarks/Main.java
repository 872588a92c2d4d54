package dev.mqttdsp.benchmarks;

/** Entry point of {@code benchmarks/run}. */
public final class Main {
    private Main() {}

    /** Runs one benchmark and ends the process with its exit code: 0 done, 1 failed, 2 usage. */
    public static void main(String[] arguments) {
        System.exit(Benchmarks.run(arguments));
    }
}
