package dev.mqttdsp.identity.wallet;

import dev.mqttdsp.identity.ScopeForm;
import org.eclipse.edc.identityhub.spi.transformation.ScopeToCriterionTransformer;
import org.eclipse.edc.spi.query.Criterion;
import org.eclipse.edc.spi.result.Result;

/** Which credentials of the wallet a scope stands for. */
final class OwnScopes implements ScopeToCriterionTransformer {
    private static final String TYPES = "verifiableCredential.credential.type";

    @Override
    public Result<Criterion> transform(String scope) {
        return ScopeForm.type(scope)
                .map(type -> Result.success(new Criterion(TYPES, "contains", type)))
                .orElseGet(() -> Result.failure("the scope '%s' stands for no type of credential".formatted(scope)));
    }
}
