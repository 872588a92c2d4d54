package dev.mqttdsp.app.runtime;

import dev.mqttdsp.app.FailedException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.eclipse.edc.boot.system.DependencyGraph;
import org.eclipse.edc.boot.system.runtime.BaseRuntime;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.ServiceExtensionContext;

/** EDC's runtime, booted from one properties file. */
public final class ConnectorRuntime extends BaseRuntime {
    private final CountDownLatch stopped = new CountDownLatch(1);

    private ConnectorRuntime(ConnectorConfig config) {
        super(new WantedExtensions(config));
    }

    /**
     * Boots a connector; it ends with the process.
     *
     * @throws FailedException when the configuration is unusable or a part does not start; what had started is stopped
     *     by the end of the process, which the caller has to bring about
     */
    public static ConnectorRuntime boot(Path file) {
        ConnectorConfig config = ConnectorConfig.read(file);
        config.requireFreePorts();
        config.trusted().ifPresent(pem -> JvmTrust.extend(pem, config.dataDirectory()));
        ConfigurationSource.use(config);
        ConnectorRuntime runtime = new ConnectorRuntime(config);
        try {
            runtime.boot(true);
        } catch (EdcException e) {
            throw new FailedException("the connector does not start: " + BootFailure.explain(e), e);
        }
        return runtime;
    }

    @Override
    protected void bootExtensions(ServiceExtensionContext booting, DependencyGraph graph) {
        super.bootExtensions(booting, graph);
        booting.getService(WebDoors.class).open();
    }

    /** Waits until the process is told to end. */
    public void awaitShutdown() throws InterruptedException {
        stopped.await();
    }

    @Override
    public void shutdown() {
        super.shutdown();
        stopped.countDown();
    }

    /** The caller reports; EDC's own way of reporting is a stack trace. */
    @Override
    protected void onError(Throwable failure) {
        throw failure instanceof EdcException edc ? edc : new EdcException(failure);
    }

    @Override
    protected Monitor createMonitor() {
        return new LoggingMonitor();
    }
}
