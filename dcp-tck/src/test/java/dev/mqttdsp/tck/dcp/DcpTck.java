package dev.mqttdsp.tck.dcp;

import dev.mqttdsp.tck.kit.Outcome;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.dataspacetck.dcp.system.DcpSystemLauncher;

/** The TCK for DCP with its configuration. It is everybody but the connector: issuer, a third party, and holder or verifier. */
final class DcpTck {
    private static final String TESTS = "org.eclipse.dataspacetck.dcp.verification.presentation.";

    private final int port;
    private final Map<String, String> configuration = new HashMap<>();

    /**
     * @param port where the TCK listens, on loopback
     */
    DcpTck(int port) {
        this.port = port;
        set("launcher", DcpSystemLauncher.class.getName());
        set("host", "127.0.0.1");
        set("port", Integer.toString(port));
        set("callback.address", "http://localhost:" + port);
    }

    private void set(String name, String value) {
        configuration.put("dataspacetck." + name, value);
    }

    /** The DID of the issuer, which the TCK derives from its address. */
    String issuer() {
        return "did:web:localhost%3A" + port + ":issuer";
    }

    /**
     * Runs all tests in which the connector presents credentials.
     *
     * @param holder DID of the connector
     * @param tokens where it makes access tokens
     */
    Outcome asksCredentialService(String holder, URI tokens) {
        set("did.holder", holder);
        set("sts.url", tokens.toString());
        set("sts.client.id", "tck"); // the TCK wants both, and nobody looks at them
        set("sts.client.secret", "none");
        return Outcome.of(TESTS + "cs", configuration);
    }

    /**
     * Runs all tests in which the connector is shown credentials. Each begins with a catalog request, because that makes the connector
     * ask for them.
     *
     * @param verifier DID of the connector
     * @param dsp its DSP URL, without the protocol version
     */
    Outcome presentsToVerifier(String verifier, URI dsp) {
        set("did.verifier", verifier);
        set("vpp.trigger.endpoint", dsp + "/2025-1/catalog/request");
        return Outcome.of(TESTS + "verifier", configuration);
    }
}
