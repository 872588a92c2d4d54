package dev.mqttdsp.acceptance.kit;

import java.nio.file.Path;

/** Where the built project is. */
public final class Home {
    private Home() {}

    /** The root of the checkout. */
    public static Path root() {
        return Path.of(System.getProperty("mqttdsp.home", ".."))
                .toAbsolutePath()
                .normalize();
    }

    /** The runnable archive. */
    public static Path jar() {
        return root().resolve("app/target/mqtt-dsp.jar");
    }
}
