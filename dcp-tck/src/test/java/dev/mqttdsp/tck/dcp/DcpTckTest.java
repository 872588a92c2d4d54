package dev.mqttdsp.tck.dcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.app.process.ConnectorProcess;
import dev.mqttdsp.app.process.FreePorts;
import dev.mqttdsp.tck.dcp.wallet.TokenResource;
import dev.mqttdsp.tck.kit.Outcome;
import dev.mqttdsp.tck.kit.UnderTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The TCK's tests of presentations, in both roles of the connector (DCP 1.0 §4 and §5).
 *
 * <p>Left out are its 49 tests of issuance (§6): requests to an issuer, its offers, the credentials that it delivers, and the issuer
 * itself. The connector is no issuer, and its wallet is given credentials by its operator alone. Also left out, by the TCK itself, are
 * those that ask with a presentation definition, which IdentityHub cannot answer either.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the connector takes longer to start than the tests
class DcpTckTest {
    private static final int TESTS_OF_CREDENTIAL_SERVICE = 16;
    private static final int TESTS_OF_VERIFIER = 20;
    private static final List<String> DISABLED_IN_THE_TCK = List.of(
            "cs_05_04_01_01_presentationRequest",
            "cs_05_04_01_02_lessTypesThanAuthorizedByTypeRequest",
            "cs_05_04_01_01_invalidPresentationEscalationRequest");

    /** Why the verifier has to refuse. The TCK does not look at the reason. */
    private static final List<String> REASONS = List.of(
            "Token is not a Bearer token",
            "claims must be non-null and identical",
            "did not contain expected audience",
            "does not count yet (nbf)",
            "has expired (exp)",
            "was used before (jti)",
            "not present on token", // the access token
            "Presentation Query failed", // for a type that the access token is not for
            "Not all requested credentials are there",
            "Not all credential subject IDs match",
            "Credential expired",
            "Credential is not yet valid",
            "status at index 1", // of the status list: taken back
            "a credential with a schema");

    private static final int REFUSALS = 17;
    private static final Path DIRECTORY = Path.of("target", "connector").toAbsolutePath();

    private final FreePorts ports = new FreePorts();
    private final int web = ports.next();
    private final DcpTck verifier = new DcpTck(ports.next());
    private final DcpTck holder = new DcpTck(ports.next());
    private ConnectorProcess connector;

    @BeforeAll
    void boot() throws Exception {
        String credentials = Integer.toString(ports.next());
        Map<String, String> settings = Map.of(
                "edc.participant.id",
                "did:web:localhost%3A" + credentials,
                "edc.iam.did.web.use.https",
                "false",
                "edc.iam.trusted-issuer.tck.id",
                holder.issuer(),
                "edc.mqtt.consumer.allow.private",
                "true",
                "edc.mqtt.gateway.enabled",
                "false",
                "edc.mqtt.public.port",
                Integer.toString(ports.next()),
                "web.http.credentials.port",
                credentials,
                "web.http.port",
                Integer.toString(web));
        connector = ConnectorProcess.launch(
                "connector", DIRECTORY, UnderTest.classPath(TokenResource.class), ports, settings);
        connector.awaitReady();
    }

    @AfterAll
    void stop() {
        if (connector != null) {
            connector.close();
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theConnectorPresentsItsCredentialsAsTheTckWantsIt() {
        URI tokens = URI.create("http://127.0.0.1:" + web + "/api" + TokenResource.PATH);

        Outcome outcome =
                passed("credential service", () -> verifier.asksCredentialService(connector.participant(), tokens));

        assertThat(outcome.run()).as("tests that were run").hasSize(TESTS_OF_CREDENTIAL_SERVICE);
        assertThat(outcome.disabled()).containsExactlyInAnyOrderElementsOf(DISABLED_IN_THE_TCK);
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theConnectorJudgesPresentationsAsTheTckWantsIt() throws IOException {
        Outcome outcome =
                passed("verifier", () -> holder.presentsToVerifier(connector.participant(), connector.protocol()));

        assertThat(outcome.run()).as("tests that were run").hasSize(TESTS_OF_VERIFIER);
        assertThat(outcome.disabled()).isEmpty();
        List<String> refusals = refusals();
        assertThat(refusals).hasSize(REFUSALS).allSatisfy(line -> assertThat(REASONS)
                .anyMatch(line::contains));
        assertThat(REASONS).allMatch(reason -> refusals.stream().anyMatch(line -> line.contains(reason)));
    }

    private List<String> refusals() throws IOException {
        try (Stream<String> log = Files.lines(connector.log())) {
            return log.filter(line -> line.contains(" refused: ")).toList();
        }
    }

    private Outcome passed(String role, Supplier<Outcome> tests) {
        long start = System.nanoTime();
        Outcome outcome = tests.get();
        outcome.print("Dataspace TCK for DCP, " + role, Duration.ofNanos(System.nanoTime() - start));
        assertThat(outcome.failures())
                .as("tests of the TCK that failed; the connector's log is %s", connector.log())
                .isEmpty();
        return outcome;
    }
}
