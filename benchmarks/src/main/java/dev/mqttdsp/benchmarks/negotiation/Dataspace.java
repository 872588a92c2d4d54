package dev.mqttdsp.benchmarks.negotiation;

import dev.mqttdsp.benchmarks.Sample;
import dev.mqttdsp.benchmarks.process.Installation;
import dev.mqttdsp.benchmarks.process.Participant;
import dev.mqttdsp.benchmarks.process.Testbed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Six connectors, and the broker in our provider that the providers share.
 *
 * @param members two that prove who they are
 * @param brokerPort of that broker, on this machine
 */
record Dataspace(
        Participant provider,
        Participant consumer,
        Participant stockProvider,
        Participant stockConsumer,
        Members members,
        int brokerPort)
        implements AutoCloseable {
    /** Starts all of them at the same time, and waits for them. */
    static Dataspace boot(Testbed testbed, Installation installation) throws IOException, InterruptedException {
        int brokerPort = testbed.ports().next();
        Dataspace dataspace = new Dataspace(
                Participant.own(testbed, installation, "provider", providerSettings(testbed, brokerPort)),
                Participant.own(testbed, installation, "consumer", noGateway(testbed)),
                Participant.stockWithMqtt(testbed, installation, "stock-provider", gateway(testbed)),
                Participant.stock(testbed, installation, "stock-consumer"),
                Members.start(testbed, installation, gateway(testbed), noGateway(testbed)),
                brokerPort);
        for (Participant participant :
                List.of(dataspace.provider, dataspace.consumer, dataspace.stockProvider, dataspace.stockConsumer)) {
            participant.awaitReady();
        }
        dataspace.members.awaitReady();
        return dataspace;
    }

    /** From the start of our provider's process, with gateway and broker, to its word that it is ready; in milliseconds. */
    static Sample bootTimes(Testbed testbed, Installation installation, int number)
            throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Map<String, String> settings =
                    providerSettings(testbed, testbed.ports().next());
            long begin = System.nanoTime();
            Participant started = Participant.own(testbed, installation, "boot-" + i, settings);
            started.awaitReady();
            millis.add((System.nanoTime() - begin) / 1e6);
            started.kill();
        }
        return Sample.of(millis);
    }

    @Override
    public void close() {
        members.close();
    }

    private static Map<String, String> providerSettings(Testbed testbed, int brokerPort) {
        Map<String, String> settings = gateway(testbed);
        settings.put("edc.mqtt.broker.embedded", "true");
        settings.put("edc.mqtt.broker.port", Integer.toString(brokerPort));
        return settings;
    }

    private static Map<String, String> noGateway(Testbed testbed) {
        return Map.of(
                "edc.mqtt.gateway.enabled",
                "false",
                "edc.mqtt.public.port",
                Integer.toString(testbed.ports().next()));
    }

    private static Map<String, String> gateway(Testbed testbed) {
        Map<String, String> settings = new HashMap<>();
        settings.put("edc.mqtt.public.port", Integer.toString(testbed.ports().next()));
        settings.put(
                "edc.mqtt.public.tls.port", Integer.toString(testbed.ports().next()));
        return settings;
    }
}
