package dev.mqttdsp.app.runtime;

import java.util.Arrays;
import java.util.function.Supplier;
import org.eclipse.edc.spi.monitor.Monitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** EDC's log in the same stream as everybody else's. */
final class LoggingMonitor implements Monitor {
    private static final Logger EDC = LoggerFactory.getLogger("edc");
    /** Our adapter speaks through EDC's monitor too, because in other runtimes that is the log; operators want both apart. */
    private static final Logger ADAPTER = LoggerFactory.getLogger("dev.mqttdsp.edc");

    private static final String ADAPTERS_PREFIX = "MQTT over DSP: ";

    @Override
    public void severe(Supplier<String> message, Throwable... errors) {
        log(Level.ERROR, message, errors);
    }

    @Override
    public void warning(Supplier<String> message, Throwable... errors) {
        log(Level.WARN, message, errors);
    }

    @Override
    public void info(Supplier<String> message, Throwable... errors) {
        log(Level.INFO, message, errors);
    }

    @Override
    public void debug(Supplier<String> message, Throwable... errors) {
        log(Level.DEBUG, message, errors);
    }

    private void log(Level level, Supplier<String> message, Throwable... errors) {
        String text = sanitizeMessage(message);
        boolean adapter = text != null && text.startsWith(ADAPTERS_PREFIX);
        Throwable cause =
                errors == null ? null : Arrays.stream(errors).findFirst().orElse(null);
        (adapter ? ADAPTER : EDC)
                .atLevel(level)
                .setCause(cause)
                .log(adapter ? text.substring(ADAPTERS_PREFIX.length()) : text);
    }
}
