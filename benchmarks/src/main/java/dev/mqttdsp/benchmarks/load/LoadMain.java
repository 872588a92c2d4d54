package dev.mqttdsp.benchmarks.load;

import dev.mqttdsp.benchmarks.line.Line;
import dev.mqttdsp.benchmarks.line.LineServer;

/** The driver's process. */
public final class LoadMain {
    private LoadMain() {}

    /** Does what it is told until the input ends. */
    public static void main(String[] arguments) throws Exception {
        try (LoadDriver driver = new LoadDriver()) {
            System.out.println(Line.ok());
            new LineServer(driver.commands()).serve(System.in, System.out);
        }
    }
}
