package dev.mqttdsp.gateway.testing;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.grant.Admissions;
import dev.mqttdsp.core.grant.Grants;
import dev.mqttdsp.gateway.GatewaySettings;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import dev.mqttdsp.gateway.listen.AddressRanges;
import dev.mqttdsp.gateway.tls.CertificateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** How a {@link Provider} is to be; without a word: tokens of five minutes, sessions of a day, any free port. */
public final class Plan {
    final Path directory;
    Duration tokenLife = Duration.ofMinutes(5);
    Duration sessionMax = Duration.ofDays(1);
    Duration goodbye = GatewaySettings.USUAL_GOODBYE;
    /** Tests come from one address, and fail on purpose. */
    Limits limits = Limits.USUAL.with(Limit.FAILURES_PER_ADDRESS, Limit.FAILURES_PER_ADDRESS.most());

    Function<Grants, Admissions> door = grants -> grants;
    int tlsPort;
    boolean mqtt = true;
    boolean keepSessions;
    List<String> bind = List.of("127.0.0.1");
    AddressRanges proxies = AddressRanges.NONE;
    List<Broker> brokers = List.of();
    List<CertificateFiles> certificates = List.of();

    public Plan(Path directory) {
        this.directory = directory;
    }

    /** Where what clients left at brokers is recorded. */
    public Path sessionFile() {
        return directory.resolve("broker-sessions.list");
    }

    public Plan tokenLife(Duration life) {
        tokenLife = life;
        return this;
    }

    public Plan sessionMax(Duration longest) {
        sessionMax = longest;
        return this;
    }

    /** Over how long the end of many sessions is spread. */
    public Plan goodbye(Duration spread) {
        goodbye = spread;
        return this;
    }

    public Plan limit(Limit limit, int value) {
        limits = limits.with(limit, value);
        return this;
    }

    public Plan door(Function<Grants, Admissions> admissions) {
        door = admissions;
        return this;
    }

    /** Switches the gateway off. */
    public Plan withoutMqtt(int unusedPort) {
        mqtt = false;
        tlsPort = unusedPort;
        return this;
    }

    /** Suspensions leave alone what clients left at brokers. */
    public Plan keepingSessions() {
        keepSessions = true;
        return this;
    }

    /** Shows clients other certificates than its own. */
    public Plan showing(CertificateFiles... files) {
        certificates = List.of(files);
        return this;
    }

    /** Listens there. */
    public Plan bind(String... addresses) {
        bind = List.of(addresses);
        return this;
    }

    /** Believes those addresses. */
    public Plan behind(String... addresses) {
        proxies = AddressRanges.parse(List.of(addresses));
        return this;
    }

    /** The broker entries of the configuration. */
    public Plan knowing(Broker... entries) {
        brokers = List.of(entries);
        return this;
    }
}
