package dev.mqttdsp.gateway;

import dev.mqttdsp.gateway.limit.Limits;
import dev.mqttdsp.gateway.limit.Reached;
import dev.mqttdsp.gateway.listen.ForwardedTokens;
import dev.mqttdsp.gateway.listen.Listeners;
import dev.mqttdsp.gateway.listen.TokenEndpoint;
import dev.mqttdsp.gateway.listen.TokenRequests;
import dev.mqttdsp.gateway.listen.Turnstile;
import dev.mqttdsp.gateway.meter.GatewayMeters;
import dev.mqttdsp.gateway.persistent.BrokerSessions;
import dev.mqttdsp.gateway.session.Arrivals;
import dev.mqttdsp.gateway.session.Reception;
import dev.mqttdsp.gateway.session.Sessions;
import dev.mqttdsp.gateway.tls.CertificateWatch;
import dev.mqttdsp.gateway.tls.ServerCertificates;
import dev.mqttdsp.gateway.upstream.BrokerConnector;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a gateway put together, and taken apart again in the opposite order. */
final class Assembly implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
    /** After the goodbye brokers get so long to close, and clients too: more than any of them is waited for. */
    private static final Duration LAST_CLOSE = Duration.ofMillis(2_500);

    private static final int SHUTDOWN_SECONDS = 10;

    /** What has been started, the last first. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private final Clock clock = Clock.systemUTC();
    private final Transport transport = Transport.create();
    private final Reached reached;
    private final GatewayMeters meters;
    private Optional<Sessions> sessions = Optional.empty();

    Assembly(Limits limits, MeterRegistry registry) {
        started.push(() -> loops().shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
                .await());
        reached = new Reached(limits);
        meters = new GatewayMeters(registry);
        started.push(meters);
        meters.show(reached);
    }

    EventLoopGroup loops() {
        return transport.loops();
    }

    /** The sessions that are there; empty without MQTT. */
    Optional<Sessions> sessions() {
        return sessions;
    }

    /**
     * Everything that stands behind the ports, and the ports, which are not open yet.
     *
     * @throws IOException when the certificate or its key cannot be read
     */
    Listeners listeners(GatewaySettings settings, Access access) throws IOException {
        Doors doors = settings.doors();
        ServerCertificates certificates = started(ServerCertificates.load(doors.certificates(), clock));
        BrokerConnector connector = started(new BrokerConnector(transport.socketType(), clock));
        started(new CertificateWatch(
                () -> {
                    certificates.look();
                    connector.lookAtFiles();
                },
                doors.renewal()));
        // Without MQTT there may still be sessions from a time with it.
        BrokerSessions kept = started(new BrokerSessions(
                settings.sessionFile(), access.grants(), access.brokers(), connector, loops().next(), clock));
        Optional<Reception> reception =
                settings.mqtt() ? Optional.of(reception(settings, access, kept, connector)) : Optional.empty();
        TokenRequests tokens = started(tokens(access.tokens()));
        Arrivals arrivals = new Arrivals(settings.limits(), reached, doors.proxies()::contain);
        Turnstile turnstile = new Turnstile();
        meters.show(arrivals::present, turnstile::waiting, connector::waiting, tokens::waiting, kept::leaving);
        return started(new Listeners(
                loops(),
                transport.serverType(),
                certificates,
                doors.proxies(),
                turnstile,
                arrivals,
                meters,
                reception,
                access.jwks(),
                tokens));
    }

    private Reception reception(
            GatewaySettings settings, Access access, BrokerSessions kept, BrokerConnector connector) {
        Sessions all = new Sessions(access.grants(), clock, settings.limits(), meters, settings.goodbye());
        started.push(() -> all.close(LAST_CLOSE));
        sessions = Optional.of(all);
        return new Reception(
                access.admissions(),
                all,
                kept,
                connector,
                settings.limits(),
                reached,
                meters,
                settings.sessionMax(),
                access.events(),
                clock);
    }

    private static TokenRequests tokens(Tokens tokens) {
        return tokens instanceof Tokens.Forwarded forwarded
                ? new ForwardedTokens(forwarded.endpoint(), forwarded.trust())
                : new TokenEndpoint(((Tokens.Exchanged) tokens).refreshing());
    }

    private <T extends AutoCloseable> T started(T part) {
        started.push(part);
        return part;
    }

    /** Stops everything, the ports first; returns when all of that is over. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the gateway did not stop as it should: {}", e.toString());
            }
        }
    }
}
