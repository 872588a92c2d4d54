package dev.mqttdsp.acceptance.kit;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives tests the one dataspace that all in this JVM share; it is booted for the first and ended after the last. After each
 * class everything is searched for secrets: not at the end alone, because a class can fail, and the end of a JVM cannot.
 */
public class SharedDataspace implements ExecutionCondition, ParameterResolver, AfterAllCallback {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SharedDataspace.class);

    /** Settings of the provider, beside what it needs anyway. */
    protected Map<String, String> settings() {
        return Map.of();
    }

    /** A missing program skips the tests, with a message; as a parameter that cannot be resolved it would fail them. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            return ConditionEvaluationResult.enabled(Programs.require("mosquitto") + " is there");
        } catch (TestAbortedException e) {
            return ConditionEvaluationResult.disabled(e.getMessage());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Dataspace.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return store(context).computeIfAbsent(getClass(), type -> boot(), Dataspace.class);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Dataspace dataspace = store(context).get(getClass(), Dataspace.class);
        if (dataspace != null) {
            dataspace.assertNoSecretLeaked();
        }
    }

    /** Surefire asks for one execution per class where it runs several JVMs, and has one session per JVM. */
    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
    }

    private Dataspace boot() {
        try {
            return Dataspace.boot(settings());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the dataspace does not boot", e);
        }
    }
}
