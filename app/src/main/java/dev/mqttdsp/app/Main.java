package dev.mqttdsp.app;

import dev.mqttdsp.app.cli.MqttDsp;

/** Entry point of {@code mqtt-dsp}. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 usage. */
    public static void main(String[] arguments) {
        System.exit(MqttDsp.run(arguments));
    }
}
