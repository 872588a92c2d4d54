package dev.mqttdsp.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** What has come of the TCK's tests. */
final class Outcome implements TestExecutionListener {
    private final List<String> run = new ArrayList<>();
    private final List<String> disabled = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            run.add(test.getDisplayName());
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        disabled.add(methodOf(test));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            failures.add(test.getDisplayName()
                    + "\n    "
                    + result.getThrowable().map(Outcome::reason).orElse("aborted"));
        }
    }

    private static String methodOf(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElse(test.getDisplayName());
    }

    private static String reason(Throwable failure) {
        String where = Optional.of(failure.getStackTrace())
                .filter(trace -> trace.length > 0)
                .map(trace -> " at " + trace[0])
                .orElse("");
        String cause = failure.getCause() == null ? "" : "\n    " + reason(failure.getCause());
        return failure + where + cause;
    }

    /** Display names of those that were run. */
    List<String> run() {
        return run;
    }

    /** Methods of those that the TCK itself has disabled. */
    List<String> disabled() {
        return disabled;
    }

    /** Those that failed, with the reason. */
    List<String> failures() {
        return failures;
    }
}
