package dev.mqttdsp.identity.verify;

import dev.mqttdsp.core.grant.Possession;
import dev.mqttdsp.core.outbound.GuardedHttp;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import dev.mqttdsp.core.outbound.UrlGuard;
import dev.mqttdsp.identity.BoundedThreads;
import dev.mqttdsp.identity.IdentitySettings;
import dev.mqttdsp.identity.ShownScopes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.edc.connector.controlplane.policy.spi.PolicyDefinition;
import org.eclipse.edc.connector.controlplane.policy.spi.store.PolicyDefinitionStore;
import org.eclipse.edc.iam.did.spi.resolution.DidPublicKeyResolver;
import org.eclipse.edc.iam.did.spi.resolution.DidResolverRegistry;
import org.eclipse.edc.policy.context.request.spi.RequestCatalogPolicyContext;
import org.eclipse.edc.policy.context.request.spi.RequestContractNegotiationPolicyContext;
import org.eclipse.edc.policy.context.request.spi.RequestTransferProcessPolicyContext;
import org.eclipse.edc.policy.engine.spi.PolicyEngine;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provider;
import org.eclipse.edc.spi.query.QuerySpec;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.spi.system.configuration.Config;
import org.eclipse.edc.spi.types.TypeManager;
import org.eclipse.edc.token.spi.TokenValidationRulesRegistry;
import org.eclipse.edc.token.spi.TokenValidationService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What EDC's modules for the Decentralized Claims Protocol need beside themselves to verify a participant. */
public final class VerificationExtension implements ServiceExtension {
    private static final Logger LOG = LoggerFactory.getLogger(VerificationExtension.class);
    private static final String SELF_ISSUED = "dcp-si";
    private static final String PRESENTATION = "dcp-vp";
    private static final String USED_TOKENS = "used-tokens";
    private static final String USED_PROOFS = "used-proofs";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OUTGOING = 8;
    private static final int PROOFS = 4;

    @Inject
    private DidResolverRegistry resolvers;

    @Inject
    private TokenValidationRulesRegistry rules;

    @Inject
    private PolicyEngine policies;

    @Inject
    private TypeManager types;

    @Inject
    private Clock clock;

    @Inject
    private DidPublicKeyResolver keys;

    @Inject
    private TokenValidationService tokens;

    @Inject
    private PolicyDefinitionStore definitions;

    @Inject(required = false)
    private ShownScopes own;

    private ExecutorService outgoing;
    private ExecutorService proofs;

    @Override
    public String name() {
        return "MQTT over DSP: who participants are";
    }

    /** Asks who refreshes for a proof. */
    @Provider
    public Possession possession(ServiceExtensionContext context) {
        IdentitySettings settings = IdentitySettings.read(context.getConfig());
        proofs = BoundedThreads.of("mqtt-proofs", PROOFS);
        return new DidPossession(
                tokens,
                resolvers,
                keys,
                settings.did(),
                proofs,
                SeenTokens.in(settings.dataDirectory().resolve(USED_PROOFS)),
                clock);
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        IdentitySettings settings = IdentitySettings.read(context.getConfig());
        outgoing = BoundedThreads.of("mqtt-did-documents", OUTGOING);
        resolvers.register(new WebDidDocuments(
                http(context.getConfig()), settings.plainDocuments() ? "http" : "https", types.getMapper()));
        rules.addRule(SELF_ISSUED, TokenRules.endsSoon(clock));
        rules.addRule(SELF_ISSUED, TokenRules.hasBegun(clock));
        rules.addRule(
                SELF_ISSUED,
                new OnceOnly(clock, SeenTokens.in(settings.dataDirectory().resolve(USED_TOKENS))));
        rules.addRule(PRESENTATION, TokenRules.isNotOver(clock));
        rules.addRule(PRESENTATION, TokenRules.hasBegun(clock));
        Scopes scopes = new Scopes(settings.scopes(), shown(settings), this::demanded);
        policies.registerPostValidator(RequestCatalogPolicyContext.class, scopes.ofCatalog());
        policies.registerPostValidator(RequestContractNegotiationPolicyContext.class, scopes.ofContract());
        policies.registerPostValidator(RequestTransferProcessPolicyContext.class, scopes.ofContract());
        LOG.info("this participant is {}", settings.did());
    }

    /** What is in the wallet, unless the operator says what. */
    private Supplier<List<String>> shown(IdentitySettings settings) {
        return () -> settings.shown().orElseGet(() -> own == null ? List.of() : own.now());
    }

    /** The types that offers of this side may demand. */
    private Set<String> demanded() {
        try (Stream<PolicyDefinition> all = definitions.findAll(QuerySpec.max())) {
            return all.flatMap(definition -> Demands.types(definition.getPolicy()).stream())
                    .collect(Collectors.toSet());
        }
    }

    private GuardedHttp http(Config config) {
        return new GuardedHttp(
                new UrlGuard(IdentitySettings.outgoing(config)),
                new TrustedAuthorities(IdentitySettings.authorities(config), LOG::warn),
                PATIENCE,
                outgoing);
    }

    @Override
    public void shutdown() {
        Stream.of(Optional.ofNullable(outgoing), Optional.ofNullable(proofs))
                .flatMap(Optional::stream)
                .forEach(ExecutorService::shutdownNow);
    }
}
