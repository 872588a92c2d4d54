package dev.mqttdsp.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.app.process.ConnectorProcess;
import dev.mqttdsp.app.process.FreePorts;
import dev.mqttdsp.tck.connector.Names;
import dev.mqttdsp.tck.kit.Outcome;
import dev.mqttdsp.tck.kit.UnderTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.edc.iam.mock.IamMockExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DspTckTest {
    private static final int TESTS = 65;
    private static final List<String> DISABLED_IN_THE_TCK = List.of("tp_02_04", "tp_c_02_04");
    private static final Path DIRECTORY = Path.of("target", "connector").toAbsolutePath();

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theConnectorPassesTheDataspaceTck() throws Exception {
        FreePorts ports = new FreePorts();
        int web = ports.next();
        Map<String, String> settings = Map.of(
                "web.http.port", Integer.toString(web),
                "edc.mqtt.public.port", Integer.toString(ports.next()),
                "edc.mqtt.public.tls.port", Integer.toString(ports.next()));
        try (ConnectorProcess connector = ConnectorProcess.launch(
                Names.CONNECTOR,
                DIRECTORY,
                UnderTest.classPath(Names.class, IamMockExtension.class),
                ports,
                settings)) {
            connector.awaitReady();
            URI signals = URI.create("http://127.0.0.1:" + web + "/api" + Names.SIGNALS);
            long start = System.nanoTime();
            Outcome outcome = new Tck(connector.protocol(), signals, ports.next()).run();
            outcome.print("Dataspace TCK for DSP", Duration.ofNanos(System.nanoTime() - start));
            assertThat(outcome.failures())
                    .as("tests of the TCK that failed; the connector's log is %s", connector.log())
                    .isEmpty();
            assertThat(outcome.run()).as("tests that were run").hasSize(TESTS);
            assertThat(outcome.disabled()).containsExactlyInAnyOrderElementsOf(DISABLED_IN_THE_TCK);
        }
    }
}
