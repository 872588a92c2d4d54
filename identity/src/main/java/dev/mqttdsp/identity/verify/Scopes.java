package dev.mqttdsp.identity.verify;

import java.util.List;
import org.eclipse.edc.policy.context.request.spi.RequestPolicyContext;
import org.eclipse.edc.policy.engine.spi.PolicyValidatorRule;
import org.eclipse.edc.policy.model.Policy;

/**
 * Adds scopes to those that a request's policy asks for.
 *
 * @param <C> the kind of request
 */
final class Scopes<C extends RequestPolicyContext> implements PolicyValidatorRule<C> {
    private final List<String> always;

    /**
     * @param always with every request
     */
    Scopes(List<String> always) {
        this.always = List.copyOf(always);
    }

    @Override
    public Boolean apply(Policy policy, C context) {
        always.forEach(context.requestScopeBuilder()::scope);
        return true;
    }
}
