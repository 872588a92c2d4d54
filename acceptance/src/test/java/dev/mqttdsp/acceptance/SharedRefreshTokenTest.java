package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.RawSession;
import dev.mqttdsp.acceptance.kit.RawSession.Connect;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.acceptance.kit.TlsClients;
import dev.mqttdsp.acceptance.kit.TokenRequest;
import dev.mqttdsp.acceptance.kit.TokenRequest.Answer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A refresh token that two have, who are never so quick after each other that it could be one with a lost answer. */
@ExtendWith(SharedDataspace.class)
class SharedRefreshTokenTest {
    /** Within ten seconds a repeated request gets the same answer again. */
    private static final int LATER = 11;

    private final Dataspace dataspace;

    SharedRefreshTokenTest(Dataspace dataspace) {
        this.dataspace = dataspace;
    }

    @Test
    void twoUsersOfOneRefreshTokenAreFoundWhenTheSecondRotationComes() throws Exception {
        Access access = dataspace.access("mqtt-tls", "shared-refresh-token");
        String stolen = dataspace.refreshToken(access);
        TokenRequest tokens = TokenRequest.at(dataspace);
        RawSession session = RawSession.open(TlsClients.of(dataspace), Connect.with(access.token()));
        assertThat(session.code()).isZero();

        Answer owners = tokens.send(stolen);
        TimeUnit.SECONDS.sleep(LATER);
        Answer thiefs = tokens.send(stolen);
        Answer ownersNext = tokens.send(owners.refreshToken());

        assertThat(thiefs.status()).as("could still be a lost answer").isEqualTo(200);
        assertThat(ownersNext.error()).isEqualTo("invalid_grant: REUSED");
        session.ended().get(10, TimeUnit.SECONDS);
        assertThat(tokens.send(thiefs.refreshToken()).error()).startsWith("invalid_grant");
        for (Answer dead : new Answer[] {owners, thiefs}) {
            try (RawSession again = RawSession.open(TlsClients.of(dataspace), Connect.with(dead.accessToken()))) {
                assertThat(again.code()).isEqualTo(5);
            }
        }
    }
}
