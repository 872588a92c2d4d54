package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.RawSession;
import dev.mqttdsp.acceptance.kit.RawSession.Connect;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.acceptance.kit.TlsClients;
import dev.mqttdsp.acceptance.kit.TokenRequest;
import dev.mqttdsp.app.process.ConnectorProcess;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transfer that either side completes, and logins that end as tokens do. */
@ExtendWith(SharedDataspace.class)
class CompletionTest {
    private static final int ACCEPTED = 0;
    private static final int NOT_AUTHORIZED = 5;

    private final Dataspace dataspace;
    private final TlsClients clients;

    CompletionTest(Dataspace dataspace) {
        this.dataspace = dataspace;
        this.clients = TlsClients.of(dataspace);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whicheverSideCompletesTheTransferItEndsAllAccess(boolean byProvider) throws Exception {
        Access access = dataspace.access("mqtt-tls", "completion");
        String refreshToken = dataspace.refreshToken(access);
        RawSession session = RawSession.open(clients, Connect.with(access.token()));
        assertThat(session.code()).isEqualTo(ACCEPTED);

        HttpResponse<String> response = byProvider
                ? complete(dataspace.provider(), access.flowId())
                : complete(dataspace.consumer(), access.consumersId());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        session.ended().get(10, TimeUnit.SECONDS);
        assertThat(code(Connect.with(access.token()))).isEqualTo(NOT_AUTHORIZED);
        assertThat(TokenRequest.at(dataspace).send(refreshToken).error()).isEqualTo("invalid_grant: FLOW_ENDED");
        await().atMost(Duration.ofSeconds(20)).until(() -> dataspace
                .consumer()
                .management()
                .transfer(access.consumersId())
                .state()
                .equals("COMPLETED"));
    }

    @Test
    void aPasswordOfBeforeASuspensionStaysDeadAndTheNewOneLastsAsLongAsTheTransfer() throws Exception {
        Access first = dataspace.accessTo(dataspace.offerWithPassword("mqtt-tls", "completion/password"));
        RawSession session = RawSession.open(clients, login(first));
        assertThat(session.code()).isEqualTo(ACCEPTED);

        dataspace.provider().management().suspend(first.flowId(), "a pause");
        session.ended().get(10, TimeUnit.SECONDS);
        assertThat(code(login(first))).isEqualTo(NOT_AUTHORIZED);
        dataspace.awaitState(first, "SUSPENDED");
        dataspace.provider().management().resume(first.flowId());
        Access second = dataspace.awaitNewAddress(first);

        assertThat(code(login(first))).isEqualTo(NOT_AUTHORIZED);
        assertThat(code(login(second))).isEqualTo(ACCEPTED);
        dataspace.provider().management().terminate(first.flowId(), "enough");
        assertThat(code(login(second))).isEqualTo(NOT_AUTHORIZED);
    }

    private static Connect login(Access access) {
        return new Connect(access.address().credential().user(), Optional.of(access.token()), Optional.empty());
    }

    /** No management API completes a transfer: EDC leaves that to data planes, which speak to its control API. */
    private static HttpResponse<String> complete(ConnectorProcess connector, String transfer) throws IOException {
        Properties config = new Properties();
        try (Reader file = Files.newBufferedReader(connector.data().resolveSibling("connector.properties"))) {
            config.load(file);
        }
        URI control = URI.create("http://127.0.0.1:" + config.getProperty("web.http.control.port") + "/api/control");
        return Management.at(control).send("POST", "/transferprocess/" + transfer + "/complete", "");
    }

    private int code(Connect connect) throws IOException {
        try (RawSession session = RawSession.open(clients, connect)) {
            return session.code();
        }
    }
}
