package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Home;
import dev.mqttdsp.acceptance.kit.Mosquitto;
import dev.mqttdsp.acceptance.kit.RawSession;
import dev.mqttdsp.acceptance.kit.RawSession.Connect;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.acceptance.kit.TlsClients;
import dev.mqttdsp.acceptance.kit.TokenRequest;
import dev.mqttdsp.app.process.ConnectorProcess;
import dev.mqttdsp.client.Catalog;
import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.Offer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A provider's connector that is killed and comes back with the same keys: nothing from before counts. */
@ExtendWith(SharedDataspace.class)
class RestartTest {
    private static final int ACCEPTED = 0;
    private static final int NOT_AUTHORIZED = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Dataspace dataspace;
    private final Path home;
    private final int webPort;
    private final int tlsPort;

    RestartTest(Dataspace dataspace) {
        this.dataspace = dataspace;
        this.home = dataspace.directory().resolve("restarted");
        this.webPort = dataspace.ports().next();
        this.tlsPort = dataspace.ports().next();
    }

    @Test
    void aKilledConnectorThatComesBackKnowsNoTokenNoRefreshTokenAndNoPasswordOfBefore() throws Exception {
        try (Mosquitto broker = Mosquitto.open(dataspace.directory().resolve("restarted-broker"), dataspace.ports())) {
            Access token;
            Access login;
            String refreshToken;
            try (ConnectorProcess provider = launch()) {
                token = access(provider, broker, "jwt");
                login = access(provider, broker, "usrpw");
                refreshToken = dataspace.refreshToken(token);
                RawSession live = open(Connect.with(token.token()));
                assertThat(live.code()).isEqualTo(ACCEPTED);
                assertThat(open(byLogin(login)).code()).isEqualTo(ACCEPTED);

                ProcessHandle.of(provider.pid()).orElseThrow().destroyForcibly();

                live.ended().get(10, TimeUnit.SECONDS);
            }
            Files.move(home.resolve("connector.log"), home.resolve("before.log"));

            try (ConnectorProcess again = launch()) {
                assertThat(open(Connect.with(token.token())).code()).isEqualTo(NOT_AUTHORIZED);
                assertThat(open(byLogin(login)).code()).isEqualTo(NOT_AUTHORIZED);
                assertThat(TokenRequest.at(webPort, ca()).send(refreshToken).error())
                        .startsWith("invalid_grant");

                Access fresh = access(again, broker, "jwt");
                assertThat(open(Connect.with(fresh.token())).code()).isEqualTo(ACCEPTED);
            }
        }
    }

    private ConnectorProcess launch() throws Exception {
        ConnectorProcess provider = ConnectorProcess.launch(
                "restarted",
                home,
                Home.believing(),
                dataspace.ports(),
                Map.of(
                        "edc.mqtt.public.port", Integer.toString(webPort),
                        "edc.mqtt.public.tls.port", Integer.toString(tlsPort)));
        provider.awaitReady();
        return provider;
    }

    private Access access(ConnectorProcess provider, Mosquitto broker, String credential) {
        provider.management()
                .offer(new Offer(
                        credential, broker.url(), List.of("restart"), "mqtt-tls", Map.of("mqttAuth", credential)));
        Connector own = dataspace.consumer().management();
        URI dsp = provider.protocol();
        Catalog catalog = own.catalog(dsp, Optional.empty());
        String agreement = own.negotiate(
                dsp, catalog.providerId(), catalog.find(credential).orElseThrow(), PATIENCE);
        String transfer = own.startTransfer(dsp, agreement);
        return new Access(credential, agreement, transfer, "", own.dataAddress(transfer, PATIENCE));
    }

    private RawSession open(Connect connect) throws IOException {
        return RawSession.open(TlsClients.to(tlsPort, ca()), connect);
    }

    private Path ca() {
        return home.resolve("data/ca.pem");
    }

    private static Connect byLogin(Access access) {
        return new Connect(access.address().credential().user(), Optional.of(access.token()), Optional.empty());
    }
}
