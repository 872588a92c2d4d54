package dev.mqttdsp.acceptance.kit;

import java.io.File;
import java.nio.file.Path;
import org.eclipse.edc.iam.mock.IamMockExtension;

/** Where the built project is. */
public final class Home {
    private Home() {}

    /** The root of the checkout. */
    public static Path root() {
        return Path.of(System.getProperty("mqttdsp.home", ".."))
                .toAbsolutePath()
                .normalize();
    }

    /** Class path of a connector that believes what everybody says of himself, which nobody is delivered. */
    public static String believing() {
        return jar()
                + File.pathSeparator
                + Path.of(IamMockExtension.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath());
    }

    /** The runnable archive. */
    public static Path jar() {
        return root().resolve("app/target/mqtt-dsp.jar");
    }
}
