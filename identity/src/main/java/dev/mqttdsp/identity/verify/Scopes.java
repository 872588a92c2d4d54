package dev.mqttdsp.identity.verify;

import dev.mqttdsp.identity.ScopeForm;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.edc.connector.controlplane.catalog.spi.CatalogRequestMessage;
import org.eclipse.edc.connector.controlplane.catalog.spi.DatasetRequestMessage;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractRequestMessage;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.protocol.TransferRequestMessage;
import org.eclipse.edc.policy.context.request.spi.RequestPolicyContext;
import org.eclipse.edc.policy.engine.spi.PolicyValidatorRule;
import org.eclipse.edc.policy.model.Policy;
import org.eclipse.edc.spi.iam.RequestContext.Direction;

/**
 * Says which credentials go with a message: some with every message, and where a consumer asks for something also those that an
 * offer may demand. These the provider wishes to see, and the consumer lets it see.
 *
 * @param always scopes that each side demands of the other in every message, one or more; wishes have the name that the first has
 * @param shown scopes that this side lets a provider see beside
 * @param demanded types of credential that this side's offers demand
 */
record Scopes(List<String> always, Supplier<List<String>> shown, Supplier<Set<String>> demanded) {
    private static final Set<Class<?>> CATALOG = Set.of(CatalogRequestMessage.class, DatasetRequestMessage.class);
    private static final Set<Class<?>> CONTRACT = Set.of(ContractRequestMessage.class, TransferRequestMessage.class);

    Scopes {
        always = List.copyOf(always);
    }

    /** For requests about the catalog, which come without a policy. */
    <C extends RequestPolicyContext> PolicyValidatorRule<C> ofCatalog() {
        return (policy, context) -> add(context, CATALOG, unused -> demanded.get(), policy);
    }

    /** For messages about a negotiation or a transfer, which come with its policy. */
    <C extends RequestPolicyContext> PolicyValidatorRule<C> ofContract() {
        return (policy, context) -> add(context, CONTRACT, asked -> types(asked, context), policy);
    }

    /** A contract is only requested of an offer that may be seen, and who may see it is another policy. */
    private Set<String> types(Policy policy, RequestPolicyContext context) {
        Set<String> types = new HashSet<>(Demands.types(policy));
        if (context.requestContext().getMessage() instanceof ContractRequestMessage) {
            types.addAll(demanded.get());
        }
        return types;
    }

    private boolean add(
            RequestPolicyContext context, Set<Class<?>> asking, Function<Policy, Set<String>> types, Policy policy) {
        always.forEach(context.requestScopeBuilder()::scope);
        if (asking.contains(context.requestContext().getMessage().getClass())) {
            if (context.requestContext().getDirection() == Direction.Egress) {
                shown.get().forEach(context.requestScopeBuilder()::scope);
            } else {
                types.apply(policy).stream()
                        .flatMap(type -> ScopeForm.of(ScopeForm.alias(always.get(0)), type).stream())
                        .filter(scope -> !always.contains(scope))
                        .map(Wishes::wish)
                        .forEach(context.requestScopeBuilder()::scope);
            }
        }
        return true;
    }
}
