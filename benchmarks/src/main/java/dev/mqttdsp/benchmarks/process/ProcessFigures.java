package dev.mqttdsp.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What Linux says about a process, as long as it runs.
 *
 * @param pid its number
 */
public record ProcessFigures(long pid) {
    /** So many are a second to those who read {@code /proc}, on every platform of Linux that Java runs on. */
    private static final int TICKS = 100;
    /** Where utime and stime stand behind the name (proc(5), {@code /proc/pid/stat}, fields 14 and 15). */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;

    /** Processor time of all its threads so far, in steps of 10 ms. */
    public Duration cpu() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
        return Duration.ofMillis(ticks * 1_000 / TICKS);
    }

    /** Memory that is resident, in KiB. */
    public long residentKib() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private String read(String name) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), name));
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is known about process " + pid, e);
        }
    }
}
