package dev.mqttdsp.benchmarks.negotiation;

import dev.mqttdsp.authority.Authority;
import dev.mqttdsp.authority.AuthorityServer;
import dev.mqttdsp.benchmarks.process.Installation;
import dev.mqttdsp.benchmarks.process.Participant;
import dev.mqttdsp.benchmarks.process.Testbed;
import dev.mqttdsp.core.did.DidWeb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Two connectors of ours that prove who they are to each other, by DIDs and credentials of an authority in this process.
 *
 * @param provider whose gateway is before the broker of another provider
 */
record Members(Participant provider, Participant consumer, AuthorityServer authority) implements AutoCloseable {
    private static final Duration LIFE = Duration.ofDays(1);

    /** Starts them without waiting for them. */
    static Members start(
            Testbed testbed,
            Installation installation,
            Map<String, String> providerSettings,
            Map<String, String> consumerSettings)
            throws IOException {
        int port = testbed.ports().next();
        Authority authority = Authority.init(
                testbed.directory("authority"), URI.create("http://localhost:" + port), Clock.systemUTC());
        AuthorityServer server = AuthorityServer.open(
                authority, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Optional.empty());
        return new Members(
                Participant.own(testbed, installation, "member-provider", member(testbed, authority, providerSettings)),
                Participant.own(testbed, installation, "member-consumer", member(testbed, authority, consumerSettings)),
                server);
    }

    private static Map<String, String> member(Testbed testbed, Authority authority, Map<String, String> others) {
        Map<String, String> settings = new HashMap<>(others);
        int port = testbed.ports().next();
        settings.put("edc.participant.id", "did:web:localhost%3A" + port);
        settings.put("web.http.credentials.port", Integer.toString(port));
        settings.put("edc.iam.trusted-issuer.authority.id", authority.did().id());
        settings.put("edc.iam.did.web.use.https", "false");
        settings.put("edc.mqtt.consumer.allow.private", "true");
        return settings;
    }

    /** Waits until both serve, and makes them members. */
    void awaitReady(Testbed testbed) throws IOException, InterruptedException {
        Authority issuer = Authority.open(testbed.directory("authority"), Clock.systemUTC());
        for (Participant member : new Participant[] {provider, consumer}) {
            member.awaitReady();
            member.connector(HttpClient.newHttpClient())
                    .credentials()
                    .add(issuer.issue(
                            new DidWeb(member.participantId()),
                            Authority.MEMBERSHIP,
                            Map.of("memberOf", "benchmark"),
                            LIFE));
        }
    }

    @Override
    public void close() {
        authority.close();
    }
}
