package dev.mqttdsp.tck.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The connector under test. */
public final class UnderTest {
    private UnderTest() {}

    /**
     * Its class path: the connector as it is delivered, and the extensions for a TCK.
     *
     * @param extension a class where these are
     */
    public static String classPath(Class<?> extension) throws URISyntaxException {
        Path jar = Path.of(System.getProperty("mqttdsp.home", ".."), "app", "target", "mqtt-dsp.jar");
        assertThat(jar).as("the connector, which the module app builds").exists();
        Path extensions = Path.of(
                extension.getProtectionDomain().getCodeSource().getLocation().toURI());
        return jar + File.pathSeparator + extensions;
    }
}
