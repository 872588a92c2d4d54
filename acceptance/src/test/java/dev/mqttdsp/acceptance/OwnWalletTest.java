package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.acceptance.kit.Home;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.Wiretap;
import dev.mqttdsp.acceptance.kit.did.IdentityHub;
import dev.mqttdsp.acceptance.kit.leak.LeakCheck;
import dev.mqttdsp.acceptance.kit.leak.SeenSecrets;
import dev.mqttdsp.app.process.ConnectorProcess;
import dev.mqttdsp.app.process.FreePorts;
import dev.mqttdsp.app.secret.Secrets;
import dev.mqttdsp.authority.Authority;
import dev.mqttdsp.authority.AuthorityServer;
import dev.mqttdsp.client.Catalog;
import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.ConnectorException;
import dev.mqttdsp.client.Offer;
import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.gateway.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A connector whose participant brings a wallet of its own, IdentityHub, and one with its wallet inside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the processes take longer to start than the tests
class OwnWalletTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ALIAS = "wallet-secret";

    private final FreePorts ports = new FreePorts();
    private final int tokenPort = ports.next();
    private Path directory;
    private TlsFiles tls;
    private Authority authority;
    private AuthorityServer authorityServer;
    private IdentityHub hub;
    private IdentityHub.Wallet wallet;
    private Wiretap sts;
    private ConnectorProcess elsewhere;
    private ConnectorProcess inside;

    @BeforeAll
    void boot() throws Exception {
        directory = Files.createTempDirectory("mqtt-dsp-wallets-");
        tls = TlsFiles.loadOrCreate(directory.resolve("tls"), "localhost");
        int port = ports.next();
        authority = Authority.init(
                directory.resolve("authority"), URI.create("http://localhost:" + port), Clock.systemUTC());
        authorityServer = AuthorityServer.open(
                authority, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Optional.empty());
        int credentials = ports.next();
        inside = launch(
                "inside",
                Map.of(
                        "edc.participant.id",
                        "did:web:localhost%3A" + credentials,
                        "web.http.credentials.port",
                        Integer.toString(credentials)));
        hub = IdentityHub.start(Files.createTempDirectory("mqtt-dsp-hub-"), ports);
        wallet = hub.wallet("elsewhere");
        hub.keep(wallet, membership(wallet.did()));
        sts = openSts();
        SeenSecrets.add(wallet.secret());
        secret(wallet.secret());
        elsewhere = launch(
                "elsewhere",
                Map.of(
                        "edc.participant.id",
                        wallet.did(),
                        "edc.iam.sts.oauth.token.url",
                        "http://localhost:" + tokenPort + "/api/sts/token",
                        "edc.iam.sts.oauth.client.id",
                        wallet.clientId(),
                        "edc.iam.sts.oauth.client.secret.alias",
                        ALIAS));
        inside.awaitReady();
        inside.management().credentials().add(membership(inside.participant()));
        elsewhere.awaitReady();
    }

    @AfterAll
    void end() throws Exception {
        try {
            if (inside != null && elsewhere != null) {
                LeakCheck.of(directory, List.of(Management.of(inside), Management.of(elsewhere)));
            }
        } finally {
            for (AutoCloseable one : new AutoCloseable[] {elsewhere, inside, sts, hub, authorityServer}) {
                if (one != null) {
                    one.close();
                }
            }
        }
    }

    @Test
    void eachSharesWithTheOtherAndRefreshesByItsOwnKey() {
        Shared given = share(elsewhere, inside, "press");
        Shared taken = share(inside, elsewhere, "lathe");

        await().atMost(PATIENCE).until(() -> given.isRefreshed() && taken.isRefreshed());

        assertThat(sts.heard()).anySatisfy(heard -> assertThat(heard.body())
                .contains("grant_type=client_credentials", "bearer_access_scope=", "audience="));
        assertThat(elsewhere.data().resolve("identity-keys.json")).doesNotExist();
        assertThat(elsewhere.data().resolve("credentials")).doesNotExist();
    }

    @Test
    void whoAsksForCredentialsIsToldThatTheyAreNotHere() {
        assertThatExceptionOfType(ConnectorException.class)
                .isThrownBy(() -> elsewhere.management().credentials().all())
                .withMessageContaining("wallet is elsewhere (edc.iam.sts.oauth.token.url)");
        assertThatExceptionOfType(ConnectorException.class)
                .isThrownBy(() -> elsewhere.management().credentials().add(membership(wallet.did())))
                .withMessageContaining("wallet is elsewhere");
        assertThatExceptionOfType(ConnectorException.class)
                .isThrownBy(() -> elsewhere.management().credentials().remove("any"))
                .withMessageContaining("wallet is elsewhere");
        assertThatExceptionOfType(ConnectorException.class)
                .isThrownBy(() -> elsewhere.management().keys().rotate(false))
                .withMessageContaining("wallet is elsewhere");
    }

    @Test
    void withAWrongSecretNothingIsSaidToAnybodyUntilItIsRightAgain() throws Exception {
        secret("none-of-its-secrets");

        assertThatExceptionOfType(ConnectorException.class).isThrownBy(() -> catalog(elsewhere, inside));
        assertThat(Files.readString(elsewhere.log()))
                .contains("no token for " + inside.participant())
                .contains("answers 401 with invalid_client")
                .contains("edc.iam.sts.oauth.client.secret.alias");

        secret(wallet.secret());
        assertThat(catalog(elsewhere, inside).providerId()).isEqualTo(inside.participant());
    }

    @Test
    void withoutTheStsNothingIsSaidToAnybodyUntilItIsBack() throws Exception {
        sts.close();

        assertThatExceptionOfType(ConnectorException.class)
                .isThrownBy(() -> catalog(elsewhere, inside))
                .withMessageContaining("the STS (edc.iam.sts.oauth.token.url) takes no connection");
        assertThatExceptionOfType(ConnectorException.class).isThrownBy(() -> catalog(inside, elsewhere));
        assertThat(Files.readString(elsewhere.log()))
                .contains("the STS (edc.iam.sts.oauth.token.url) takes no connection")
                .contains("participant '" + inside.participant() + "' refused");

        sts = openSts();
        assertThat(catalog(elsewhere, inside).providerId()).isEqualTo(inside.participant());
        assertThat(catalog(inside, elsewhere).providerId()).isEqualTo(elsewhere.participant());
    }

    /** A contract between both, with its first token. */
    private record Shared(ConnectorProcess consumer, String transfer, String token) {
        boolean isRefreshed() {
            consumer.management().dataAddress(transfer, PATIENCE);
            return !stored(consumer, transfer).equals(token);
        }

        static String stored(ConnectorProcess consumer, String transfer) {
            return Management.of(consumer)
                    .get("/v3/edrs/" + transfer + "/dataaddress?auto_refresh=false")
                    .properties()
                    .stream()
                    .filter(field -> field.getKey().endsWith("authorization"))
                    .map(field -> field.getValue().asText())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Shared share(ConnectorProcess provider, ConnectorProcess consumer, String asset) {
        // Nothing listens there: a data address does not need the broker.
        provider.management().offer(new Offer(asset, "mqtt://127.0.0.1:1", List.of(asset + "/#"), "mqtt-tls"));
        Connector own = consumer.management();
        Catalog catalog = catalog(consumer, provider);
        String agreement = own.negotiate(
                provider.protocol(), catalog.providerId(), catalog.find(asset).orElseThrow(), PATIENCE);
        String transfer = own.startTransfer(provider.protocol(), agreement);

        assertThat(own.dataAddress(transfer, PATIENCE).topics()).containsExactly(asset + "/#");
        return new Shared(consumer, transfer, Shared.stored(consumer, transfer));
    }

    private static Catalog catalog(ConnectorProcess consumer, ConnectorProcess provider) {
        return consumer.management().catalog(provider.protocol(), Optional.of(provider.participant()));
    }

    private ConnectorProcess launch(String name, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("edc.iam.trusted-issuer.authority.id", authority.did().id());
        all.put("edc.iam.did.web.use.https", "false");
        all.put("edc.mqtt.consumer.allow.private", "true");
        // What a stock IdentityHub calls a type of credential.
        all.put("edc.mqtt.identity.scopes", "org.eclipse.edc.vc.type:MembershipCredential:read");
        all.put("edc.mqtt.public.certificate", tls.certificate().toString());
        all.put("edc.mqtt.public.key", tls.key().toString());
        all.put("edc.mqtt.trust.certificates", tls.ca().toString());
        all.put("edc.mqtt.public.port", Integer.toString(ports.next()));
        all.put("edc.mqtt.public.tls.port", Integer.toString(ports.next()));
        all.put("edc.mqtt.token.lifetime", "10");
        all.put("edc.core.retry.retries.max", "0");
        return ConnectorProcess.launch(name, directory.resolve(name), Home.jar().toString(), ports, all);
    }

    /** Can be taken away and put back; what a hub in memory knows would be gone with it. */
    private Wiretap openSts() throws IOException {
        Wiretap open = Wiretap.open(tokenPort);
        open.passTo(hub.tokenServer().toString());
        return open;
    }

    private void secret(String value) {
        Secrets.in(directory.resolve("elsewhere/data"), Map.of()).set(ALIAS, value);
    }

    private String membership(String did) {
        return authority.issue(new DidWeb(did), Authority.MEMBERSHIP, Map.of("memberOf", "test"), Duration.ofDays(1));
    }
}
