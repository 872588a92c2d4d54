package dev.mqttdsp.app.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line a record on stderr: time, level, logger, message. */
final class Logging {
    /** JUL forgets the levels of loggers that nobody holds. */
    private static final Logger OURS = Logger.getLogger("dev.mqttdsp");

    private static final Logger EDC = Logger.getLogger("edc");
    /** Criticises EDC's resource classes, which no operator can mend. */
    private static final Logger JERSEY = Logger.getLogger("org.glassfish.jersey.internal.Errors");

    private Logging() {}

    /**
     * Ours say what they do, everybody else only what is wrong; verbose turns both up a step.
     *
     * <p>While it boots EDC warns of each default that this connector means to have, so until {@link #booted} only its
     * errors count.
     */
    static void configure(boolean verbose) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        console.setFormatter(new OneLine(verbose));
        root.addHandler(console);
        root.setLevel(Level.WARNING);
        OURS.setLevel(verbose ? Level.FINE : Level.INFO);
        EDC.setLevel(verbose ? Level.INFO : Level.SEVERE);
        JERSEY.setLevel(verbose ? Level.WARNING : Level.SEVERE);
    }

    /** From now on EDC's warnings are about what happens. */
    static void booted() {
        if (Level.SEVERE.equals(EDC.getLevel())) {
            EDC.setLevel(Level.WARNING);
        }
    }

    private static final class OneLine extends Formatter {
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        private final boolean stackTraces;

        OneLine(boolean stackTraces) {
            this.stackTraces = stackTraces;
        }

        @Override
        public String format(LogRecord entry) {
            String name = entry.getLoggerName();
            StringBuilder line = new StringBuilder()
                    .append(TIME.format(Instant.ofEpochMilli(entry.getMillis()).atZone(ZoneId.systemDefault())))
                    .append(' ')
                    .append(entry.getLevel())
                    .append(' ')
                    .append(name == null ? "-" : name.substring(name.lastIndexOf('.') + 1))
                    .append(": ")
                    .append(formatMessage(entry).replaceAll("\\R", " "));
            Throwable thrown = entry.getThrown();
            if (thrown != null) {
                line.append(": ").append(thrown);
                for (StackTraceElement at : stackTraces ? thrown.getStackTrace() : new StackTraceElement[0]) {
                    line.append(System.lineSeparator()).append("    at ").append(at);
                }
            }
            return line.append(System.lineSeparator()).toString();
        }
    }
}
