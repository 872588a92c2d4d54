package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.RawSession;
import dev.mqttdsp.acceptance.kit.RawSession.Connect;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.acceptance.kit.TlsClients;
import dev.mqttdsp.acceptance.kit.TokenRequest;
import dev.mqttdsp.client.ConnectorException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Contracts that end within seconds: access ends with them, whatever has been given out. */
@ExtendWith(SharedDataspace.class)
class ContractLifeTest {
    private static final int NOT_AUTHORIZED = 5;
    /** Enough to negotiate and connect here, also on a busy machine. */
    private static final int SECONDS = 10;

    private final Dataspace dataspace;
    private final TlsClients clients;

    ContractLifeTest(Dataspace dataspace) {
        this.dataspace = dataspace;
        this.clients = TlsClients.of(dataspace);
    }

    /** One live session under a contract, and when that ended. */
    private record Visit(Access access, RawSession session, String refreshToken, CompletableFuture<Instant> cut) {}

    @Test
    void anEndWrittenAsAnInstantAndOneWrittenAsATimeAfterTheSignatureCutTheLiveSession() throws Exception {
        Instant instant = Instant.now().plusSeconds(SECONDS).truncatedTo(ChronoUnit.SECONDS);
        Visit first = visit(instant.toString());
        Instant beforeSignature = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Visit second = visit("contractAgreement+" + SECONDS + "s");
        Instant afterSignature = Instant.now();

        assertEnds(first, instant, instant);
        assertEnds(second, beforeSignature.plusSeconds(SECONDS), afterSignature.plusSeconds(SECONDS));
        for (Visit visit : List.of(first, second)) {
            assertNothingIsLeft(visit);
        }
    }

    private Visit visit(String end) throws Exception {
        String asset = dataspace.asset("mqtt-tls", "contract/" + end.length());
        Management.of(dataspace.provider()).offerUntil(asset, end);
        Access access = dataspace.accessTo(asset);
        RawSession session = RawSession.open(clients, Connect.with(access.token()));
        assertThat(session.code()).isZero();
        TokenRequest.Answer refreshed = TokenRequest.at(dataspace).send(dataspace.refreshToken(access));
        assertThat(expiry(refreshed.accessToken())).isEqualTo(expiry(access.token()));
        return new Visit(
                access, session, refreshed.refreshToken(), session.ended().thenApply(nanoTime -> Instant.now()));
    }

    private static void assertEnds(Visit visit, Instant earliest, Instant latest) throws Exception {
        assertThat(expiry(visit.access().token())).isBetween(earliest, latest);
        Instant cut = visit.cut().get(3L * SECONDS, TimeUnit.SECONDS);
        assertThat(cut).isBetween(earliest, latest.plusSeconds(10));
    }

    private static Instant expiry(String token) throws ParseException {
        return SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime().toInstant();
    }

    private void assertNothingIsLeft(Visit visit) throws Exception {
        assertThat(TokenRequest.at(dataspace).send(visit.refreshToken()).error())
                .isIn("invalid_grant: CONTRACT_ENDED", "invalid_grant: FLOW_ENDED");
        try (RawSession again =
                RawSession.open(clients, Connect.with(visit.access().token()))) {
            assertThat(again.code()).isEqualTo(NOT_AUTHORIZED);
        }
        String transfer = dataspace
                .consumer()
                .management()
                .startTransfer(dataspace.provider().protocol(), visit.access().agreement());
        assertThatThrownBy(() -> dataspace.consumer().management().dataAddress(transfer, Duration.ofSeconds(20)))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("agreement not found or not valid");
    }
}
