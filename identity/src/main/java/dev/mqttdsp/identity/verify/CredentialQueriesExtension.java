package dev.mqttdsp.identity.verify;

import static org.eclipse.edc.iam.decentralizedclaims.spi.DcpConstants.DSPACE_DCP_NAMESPACE_V_1_0;
import static org.eclipse.edc.iam.decentralizedclaims.spi.DcpConstants.DSPACE_DCP_V_1_0_CONTEXT;
import static org.eclipse.edc.spi.constants.CoreConstants.JSON_LD;

import dev.mqttdsp.identity.IdentitySettings;
import jakarta.json.Json;
import java.time.Clock;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.eclipse.edc.iam.decentralizedclaims.core.defaults.DefaultCredentialServiceClient;
import org.eclipse.edc.iam.decentralizedclaims.lib.DefaultPresentationRequestService;
import org.eclipse.edc.iam.decentralizedclaims.service.DidCredentialServiceUrlResolver;
import org.eclipse.edc.iam.decentralizedclaims.spi.PresentationRequestService;
import org.eclipse.edc.iam.decentralizedclaims.spi.SecureTokenService;
import org.eclipse.edc.iam.decentralizedclaims.transform.to.JsonObjectToPresentationResponseMessageTransformer;
import org.eclipse.edc.iam.did.spi.resolution.DidResolverRegistry;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.RevocationServiceRegistry;
import org.eclipse.edc.iam.verifiablecredentials.spi.validation.TrustedIssuerRegistry;
import org.eclipse.edc.jsonld.spi.JsonLd;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provider;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.spi.types.TypeManager;
import org.eclipse.edc.transform.spi.TypeTransformerRegistry;

/**
 * Where partners are asked for their credentials: at a URL out of a stranger's document, so by a client that is guarded, follows
 * nothing and asks once. EDC's own goes anywhere.
 */
public final class CredentialQueriesExtension implements ServiceExtension {
    private static final String CLIENT = "dcp-client";
    private static final String PARTNERS = "partners";

    @Inject
    private OkHttpClient client;

    @Inject
    private Monitor monitor;

    @Inject
    private TypeManager types;

    @Inject
    private TypeTransformerRegistry transformers;

    @Inject
    private JsonLd jsonLd;

    @Inject
    private SecureTokenService tokens;

    @Inject
    private DidResolverRegistry documents;

    @Inject
    private TrustedIssuerRegistry issuers;

    @Inject
    private RevocationServiceRegistry revocations;

    @Inject
    private Clock clock;

    private final Wishes wishes = new Wishes();

    @Override
    public String name() {
        return "MQTT over DSP: where credentials are asked for";
    }

    /** What is wished for beside. */
    @Provider
    public Wishes wishes() {
        return wishes;
    }

    /** Remembers what partners have shown. */
    @Provider
    public ShownCredentials shownCredentials(ServiceExtensionContext context) {
        return new ShownCredentials(
                IdentitySettings.read(context.getConfig()).dataDirectory().resolve(PARTNERS), types.getMapper());
    }

    /** Asks partners for presentations. */
    @Provider
    public PresentationRequestService presentations(ServiceExtensionContext context) {
        TypeTransformerRegistry read = transformers.forContext(CLIENT);
        read.register(
                new JsonObjectToPresentationResponseMessageTransformer(types, JSON_LD, DSPACE_DCP_NAMESPACE_V_1_0));
        PresentationRequestService any = new DefaultPresentationRequestService(
                tokens,
                new DidCredentialServiceUrlResolver(documents),
                new DefaultCredentialServiceClient(
                        GuardedCalls.guarded(client, context.getConfig(), monitor),
                        Json.createBuilderFactory(Map.of()),
                        types,
                        JSON_LD,
                        read,
                        jsonLd,
                        monitor,
                        DSPACE_DCP_V_1_0_CONTEXT,
                        true));
        return new StrictPresentations(any, new CredentialJudge(new IssuerTrust(issuers), revocations, clock), wishes);
    }
}
