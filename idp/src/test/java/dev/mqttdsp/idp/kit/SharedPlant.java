package dev.mqttdsp.idp.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Gives tests the one plant that all of them share; it is started for the first and ended after the last. */
public final class SharedPlant implements ExecutionCondition, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedPlant.class);

    /** A missing program skips the tests, with a message; as a parameter that cannot be resolved it would fail them. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            RabbitMq.requirePrograms();
            return ConditionEvaluationResult.enabled("RabbitMQ is installed");
        } catch (TestAbortedException e) {
            return ConditionEvaluationResult.disabled(e.getMessage());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Plant.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Plant.class, type -> start(), Plant.class);
    }

    private static Plant start() {
        try {
            return Plant.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
