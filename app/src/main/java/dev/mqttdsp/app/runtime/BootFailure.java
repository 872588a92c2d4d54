package dev.mqttdsp.app.runtime;

/** Finds the sentence in a chain of exceptions that tells the operator what to do. */
final class BootFailure {
    private BootFailure() {}

    /** The innermost message: what EDC wraps around it only says that something failed. */
    static String explain(Throwable failure) {
        String sentence = failure.toString();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                sentence = cause.getMessage();
            }
        }
        return sentence;
    }
}
