package dev.mqttdsp.app.cli;

import dev.mqttdsp.app.Main;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the archive that runs. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
        return new String[] {"mqtt-dsp " + version};
    }
}
