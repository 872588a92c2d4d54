package dev.mqttdsp.tck;

import dev.mqttdsp.tck.connector.Names;
import dev.mqttdsp.tck.connector.Script;
import dev.mqttdsp.tck.kit.Outcome;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.dataspacetck.core.api.message.MessageSerializer;
import org.eclipse.dataspacetck.dsp.system.DspSystemLauncher;

/** The TCK with its configuration, which names what the tests are about; it finds them by the names of their methods. */
final class Tck {
    private static final String TESTS = "org.eclipse.dataspacetck.dsp.verification";
    private static final String FORMAT = "Mqtt-PULL";
    private static final URI EDC_CONTEXT = URI.create("https://w3id.org/edc/dspace/v0.0.1");

    private final Map<String, String> configuration = new HashMap<>();

    /**
     * @param dsp the connector's DSP URL, without the protocol version
     * @param signals where it is asked to begin something
     * @param port where the TCK listens, on loopback
     */
    Tck(URI dsp, URI signals, int port) {
        set("launcher", DspSystemLauncher.class.getName());
        set("host", "127.0.0.1");
        set("port", Integer.toString(port));
        set("callback.address", "http://127.0.0.1:" + port);
        set("dsp.connector.agent.id", Names.CONNECTOR);
        set("dsp.connector.http.url", dsp + "/2025-1");
        set("dsp.connector.http.base.url", dsp.toString());
        set("dsp.connector.http.headers.authorization", """
                {"clientId":"%s","region":"eu","audience":"%s"}""".formatted(Names.TCK, Names.CONNECTOR));
        set("dsp.connector.negotiation.initiate.url", signals + "/negotiations");
        set("dsp.connector.transfer.initiate.url", signals + "/transfers");
        Script.testsAboutDatasets().forEach(this::aboutDataset);
        Script.testsAboutAgreements().forEach(this::aboutAgreement);
    }

    private void set(String name, String value) {
        configuration.put("dataspacetck." + name, value);
    }

    private void aboutDataset(String test) {
        String dataset = Names.subjectOf(test);
        configuration.put(test + "_DATASETID", dataset);
        configuration.put(test + "_OFFERID", Names.offerOf(dataset));
    }

    private void aboutAgreement(String test) {
        configuration.put(test + "_AGREEMENTID", Names.subjectOf(test));
        configuration.put(test + "_FORMAT", FORMAT);
    }

    /** Runs all tests, one after the other. */
    Outcome run() {
        // EDC names its own context in every message, beside that of DSP, and the TCK fetches nothing.
        MessageSerializer.registerDocument(EDC_CONTEXT, "document/dspace-edc-context-v1.jsonld");
        return Outcome.of(TESTS, configuration);
    }
}
