package dev.mqttdsp.tck.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The connector under test. */
public final class UnderTest {
    private UnderTest() {}

    /**
     * Its class path: the connector as it is delivered, and what a TCK adds.
     *
     * @param additions a class of each
     */
    public static String classPath(Class<?>... additions) throws URISyntaxException {
        Path jar = Path.of(System.getProperty("mqttdsp.home", ".."), "app", "target", "mqtt-dsp.jar");
        assertThat(jar).as("the connector, which the module app builds").exists();
        StringBuilder classPath = new StringBuilder(jar.toString());
        for (Class<?> addition : additions) {
            classPath
                    .append(File.pathSeparator)
                    .append(Path.of(addition.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()));
        }
        return classPath.toString();
    }
}
