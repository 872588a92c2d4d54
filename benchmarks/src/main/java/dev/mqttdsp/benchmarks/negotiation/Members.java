package dev.mqttdsp.benchmarks.negotiation;

import dev.mqttdsp.app.demo.TrialAuthority;
import dev.mqttdsp.app.process.FreePorts;
import dev.mqttdsp.benchmarks.process.Installation;
import dev.mqttdsp.benchmarks.process.Participant;
import dev.mqttdsp.benchmarks.process.Testbed;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Map;

/**
 * Two connectors of ours that prove who they are to each other, by DIDs and credentials of an authority in this process.
 *
 * @param provider whose gateway is before the broker of another provider
 */
record Members(Participant provider, Participant consumer, TrialAuthority authority) implements AutoCloseable {
    /** Starts them without waiting for them. */
    static Members start(
            Testbed testbed,
            Installation installation,
            Map<String, String> providerSettings,
            Map<String, String> consumerSettings)
            throws IOException {
        FreePorts ports = testbed.ports();
        TrialAuthority authority = TrialAuthority.open(testbed.directory("authority"), ports.next());
        return new Members(
                Participant.own(
                        testbed, installation, "member-provider", authority.settings(ports.next(), providerSettings)),
                Participant.own(
                        testbed, installation, "member-consumer", authority.settings(ports.next(), consumerSettings)),
                authority);
    }

    /** Waits until both serve, and makes them members. */
    void awaitReady() throws IOException, InterruptedException {
        for (Participant member : new Participant[] {provider, consumer}) {
            member.awaitReady();
            member.connector(HttpClient.newHttpClient())
                    .credentials()
                    .add(authority.membership(member.participantId()));
        }
    }

    @Override
    public void close() {
        authority.close();
    }
}
