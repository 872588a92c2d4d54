package dev.mqttdsp.core.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.address.ConsumerCredential;
import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.address.EndpointType;
import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.address.Route;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.grant.Admission.Admitted;
import dev.mqttdsp.core.grant.Admission.Denied;
import dev.mqttdsp.core.grant.Admission.Reason;
import dev.mqttdsp.core.topic.TopicFilter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordTest {
    private final Fixture provider = new Fixture();

    @Test
    void thePasswordOfTheGrantIsAdmittedUnderItsName() {
        ConsumerCredential.Login login = login(provider.grants.start(request(Instant.MAX)));

        assertThat(login.user()).isEqualTo("f");
        assertThat(admit(login.user(), login.password()))
                .isEqualTo(new Admitted(provider.store.find("f").orElseThrow(), Instant.MAX));
        assertThat(login(provider.grants.start(request(Instant.MAX)))).isEqualTo(login);
    }

    @Test
    void anythingElseIsNot() {
        ConsumerCredential.Login login = login(provider.grants.start(request(Instant.MAX)));
        String token = Fixture.token(provider.grants.start(Fixture.request("g")));

        assertThat(admit("f", "")).isEqualTo(new Denied(Reason.NO_CREDENTIAL, Optional.empty()));
        assertThat(admit("f", login.password() + "x")).isEqualTo(new Denied(Reason.BAD_CREDENTIAL, Optional.empty()));
        assertThat(admit("f", token)).isEqualTo(new Denied(Reason.BAD_CREDENTIAL, Optional.empty()));
        assertThat(admit("g", login.password())).isEqualTo(new Denied(Reason.BAD_CREDENTIAL, Optional.empty()));
        assertThat(admit("", login.password())).isEqualTo(new Denied(Reason.BAD_CREDENTIAL, Optional.empty()));
    }

    @Test
    void itDiesWithASuspensionAndAResumptionMakesAnother() {
        String password = login(provider.grants.start(request(Instant.MAX))).password();
        provider.grants.suspend("f", Party.PROVIDER);
        assertThat(admit("f", password)).isInstanceOf(Denied.class);

        String next = login(provider.grants.resume(request(Instant.MAX))).password();

        assertThat(admit("f", password)).isEqualTo(new Denied(Reason.BAD_CREDENTIAL, Optional.empty()));
        assertThat(admit("f", next)).isInstanceOf(Admitted.class);
        provider.grants.end("f", EndReason.TERMINATED_BY_PROVIDER);
        assertThat(admit("f", next)).isInstanceOf(Denied.class);
    }

    @Test
    void itLivesAsLongAsTheContract() {
        Instant end = Fixture.NOW.plusSeconds(3_600);
        String password = login(provider.grants.start(request(end))).password();

        assertThat(((Admitted) admit("f", password)).until()).isEqualTo(end);
        provider.clock.pass(Duration.ofHours(1));
        assertThat(admit("f", password)).isEqualTo(new Denied(Reason.CONTRACT_ENDED, Optional.of("f")));
    }

    @Test
    void theBrokersOwnLoginComesOutOfTheVaultAndOpensNothingHere() {
        ConsumerCredential.Login login = login(provider.grants.start(direct("plant-password")));

        assertThat(login).isEqualTo(new ConsumerCredential.Login("reader", "hunter2"));
        assertThat(admit("reader", "hunter2")).isInstanceOf(Denied.class);
        assertThat(admit("f", "hunter2")).isInstanceOf(Denied.class);
    }

    @Test
    void withoutTheSecretNothingIsGivenOut() {
        assertThat(provider.grants.start(direct("no-such-secret")))
                .isEqualTo(new StartOutcome.Refused(StartOutcome.Reason.SECRET_MISSING));
    }

    private static FlowRequest direct(String alias) {
        MqttAddress address = new MqttAddress(
                Broker.at(URI.create("mqtts://broker.example")),
                EndpointType.TLS,
                Route.DIRECT,
                new CredentialSource.BrokersLogin("reader", alias),
                List.of(TopicFilter.of("plant/#")),
                Permission.SUBSCRIBE,
                false);
        return Fixture.request("f", address, Instant.MAX);
    }

    private Admission admit(String user, String password) {
        return provider.grants
                .admit(new Login(user, password))
                .toCompletableFuture()
                .join();
    }

    private static ConsumerCredential.Login login(StartOutcome outcome) {
        return (ConsumerCredential.Login)
                ((StartOutcome.Started) outcome).address().credential();
    }

    private static FlowRequest request(Instant contractEnd) {
        MqttAddress address = new MqttAddress(
                Broker.at(URI.create("mqtts://broker.internal")),
                EndpointType.TLS,
                Route.GATEWAY,
                new CredentialSource.MadePassword(),
                List.of(TopicFilter.of("plant/#")),
                Permission.SUBSCRIBE,
                false);
        return Fixture.request("f", address, contractEnd);
    }
}
