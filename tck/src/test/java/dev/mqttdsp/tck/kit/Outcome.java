package dev.mqttdsp.tck.kit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What has come of tests of a TCK. */
public final class Outcome implements TestExecutionListener {
    private final List<String> run = new ArrayList<>();
    private final List<String> disabled = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private Outcome() {}

    /** Runs the tests of a package and of those below it, one after the other. */
    public static Outcome of(String tests, Map<String, String> configuration) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage(tests))
                .configurationParameters(configuration)
                .build();
        Outcome outcome = new Outcome();
        LauncherFactory.create().execute(request, outcome);
        return outcome;
    }

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

    /** Says it in one line. */
    public void print(String title, Duration duration) {
        System.out.printf(
                "%s: %d run, %d failed, %d disabled in the TCK itself, %d s%n",
                title, run.size(), failures.size(), disabled.size(), duration.toSeconds());
    }

    /** Display names of those that were run. */
    public List<String> run() {
        return run;
    }

    /** Methods of those that the TCK itself has disabled. */
    public List<String> disabled() {
        return disabled;
    }

    /** Those that failed, with the reason. */
    public List<String> failures() {
        return failures;
    }
}
