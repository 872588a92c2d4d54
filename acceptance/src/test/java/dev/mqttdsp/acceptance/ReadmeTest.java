package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Document;
import dev.mqttdsp.acceptance.kit.Finished;
import dev.mqttdsp.acceptance.kit.Home;
import dev.mqttdsp.acceptance.kit.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README says what is true. */
class ReadmeTest {
    private static final String ENDED = """
            echo "Mosquitto's client got: $(head -n 1 watch.out)"
            wait $watching || true
            echo "Mosquitto's client has ended"
            timeout 20 sh watch.sh >again.out 2>&1 || true
            grep -qi 'not authori' again.out && echo "and does not get in again"
            """;

    /** The entry is in the configuration from the start of a connector; the broker itself is nobody's here. */
    private static final String RESTART = """
            kill $provider; wait $provider || true
            cat >> provider.properties <<'END'
            %sEND
            cp provider-data/ca.pem plant-ca.pem
            echo hunter2 > password.txt
            ./mqtt-dsp connector --config provider.properties &
            ready 8181
            """;

    @Test
    void theWalkthroughWorksAsItIsPrinted(@TempDir Path directory) throws Exception {
        Programs.require("mosquitto");
        Programs.require("mosquitto_pub");
        Programs.require("mosquitto_sub");
        String unshare = Programs.require("unshare");
        // A network of its own, where the default ports are free.
        Finished own = Command.start(List.of(unshare, "-n", "ip", "link", "set", "lo", "up"), "")
                .await();
        if (own.exitCode() != 0) {
            Programs.skip("no network namespace can be made here: " + own.err().strip());
        }
        Path script = Files.writeString(directory.resolve("walkthrough.sh"), script(directory));

        Finished finished = Command.start(List.of(unshare, "-n", "bash", script.toString()), "")
                .await(150);

        assertThat(finished.exitCode())
                .as("%s%n%s", finished.out(), finished.err())
                .isZero();
        assertThat(finished.out())
                .contains("mqtt  line1  Mqtt-PULL")
                .contains("STARTED  provider  line1")
                .contains("Mosquitto's client got: line1/press/temperature 42")
                .contains("Mosquitto's client has ended")
                .contains("and does not get in again")
                .contains("secrets: plant-password");
        assertThat(finished.out().lines().filter("line1/press/temperature 42"::equals))
                .hasSize(3);
        assertThat(finished.out()).doesNotContain("line1/press/energy");
    }

    @Test
    void theDropInIsWhatTheExampleAdds() throws Exception {
        String example = Files.readString(Home.root().resolve("examples/stock-provider/pom.xml"));
        String printed = Document.read("README.md")
                .section("## In an EDC runtime of your own")
                .blocks("xml")
                .get(0);

        assertThat(example.replaceAll("\\s+", "")).contains(printed.replaceAll("\\s+", ""));
    }

    private static String script(Path directory) throws IOException {
        Document section = Document.read("README.md").section("## My broker, my topic, a partner");
        String entry = section.blocks("properties").get(0);
        StringBuilder script = new StringBuilder("""
                set -eu
                ip link set lo up
                cd %1$s
                printf '#!/bin/sh\\nexec %2$s/mqtt-dsp "$@"\\n' >mqtt-dsp
                chmod +x mqtt-dsp
                trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT
                export MQTT_DSP_JAVA_OPTS=-XX:TieredStopAtLevel=1
                mosquitto -p 1883 >mosquitto.log 2>&1 &
                until (exec 3<>/dev/tcp/127.0.0.1/1883) 2>/dev/null; do sleep 0.1; done
                repeat() { for i in $(seq 600); do echo $1; sleep 0.2; done; }
                repeat 42 | mosquitto_pub -l -t line1/press/temperature &
                repeat 7 | mosquitto_pub -l -t line1/press/energy &
                ready() {
                  for i in $(seq 200); do
                    (exec 3<>/dev/tcp/127.0.0.1/$1) 2>/dev/null && ./mqtt-dsp transfers --connector http://127.0.0.1:$1 >/dev/null 2>&1 && return
                    sleep 0.2
                  done
                  echo "not ready: $1" >&2; cat *.properties >&2; exit 1
                }
                got() {
                  for i in $(seq 100); do [ -s watch.out ] && return; sleep 0.1; done
                  echo "nothing arrived at Mosquitto's client" >&2; exit 1
                }
                """.formatted(directory, Home.root()));
        for (String block : section.blocks("sh")) {
            if (block.contains("secret set")) {
                script.append(RESTART.formatted(entry));
            }
            script.append(block.replace("sh watch.sh", "sh watch.sh >watch.out 2>&1 & watching=$!; got"))
                    .append('\n');
            if (block.contains("provider.properties &")) {
                script.append("provider=$!\nready 8181\n");
            }
            if (block.contains("partner.properties &")) {
                script.append("ready 18181\n");
            }
            if (block.contains("terminate")) {
                script.append(ENDED);
            }
        }
        return script.append("echo \"secrets: $(./mqtt-dsp secret list --config provider.properties)\"\n")
                .toString();
    }
}
