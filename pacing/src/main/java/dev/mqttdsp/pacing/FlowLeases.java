package dev.mqttdsp.pacing;

import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.configuration.Config;

/**
 * Looks after the one part of EDC that is busy while nothing happens: its data plane stores every started flow twice a
 * second, to show other replicas that it is alive.
 *
 * <p>It only says so. A default could be set by a configuration extension, but EDC merges those in the order of the class
 * path, and the default could end up above what the operator wrote in a file.
 */
final class FlowLeases {
    private static final String SETTING = "edc.dataplane.state-machine.flow.lease.time";
    private static final String FRAMEWORK = "org.eclipse.edc.connector.dataplane.framework.DataPlaneFrameworkExtension";

    private FlowLeases() {}

    static void check(Config config, Monitor monitor) {
        if (!config.hasKey(SETTING) && isOnClassPath(FRAMEWORK)) {
            monitor.warning(
                    "Pacing: the data plane stores every started flow twice a second, which costs a core with some"
                            + " hundred flows; with " + SETTING
                            + "=600000 it does so every ten minutes, and another replica takes"
                            + " as long to notice that this one has died");
        }
    }

    private static boolean isOnClassPath(String type) {
        try {
            Class<?> unused = Class.forName(type, false, FlowLeases.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
