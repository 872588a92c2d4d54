package dev.mqttdsp.idp.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one plant that all of them share; it is started for the first and ended after the last. */
public final class SharedPlant implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedPlant.class);

    /** Here a missing program skips the tests; a parameter that cannot be resolved would fail them. */
    @Override
    public void beforeAll(ExtensionContext context) {
        RabbitMq.requirePrograms();
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
