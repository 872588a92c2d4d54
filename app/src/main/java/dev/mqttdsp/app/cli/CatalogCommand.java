package dev.mqttdsp.app.cli;

import dev.mqttdsp.client.Catalog;
import dev.mqttdsp.client.CatalogEntry;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what a provider has on offer. */
@Command(name = "catalog", description = "Show what a provider has on offer; MQTT offers are marked.")
final class CatalogCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectorOptions connector;

    @Mixin
    private ProviderOptions provider;

    @Override
    public Integer call() {
        Catalog catalog = connector.open().catalog(provider.url(), provider.id());
        PrintWriter out = spec.commandLine().getOut();
        for (CatalogEntry entry : catalog.entries()) {
            out.println((entry.isMqtt() ? "mqtt  " : "-     ") + entry.assetId() + "  "
                    + (entry.formats().isEmpty() ? "(no format)" : String.join(" ", entry.formats())));
        }
        spec.commandLine().getErr().println(catalog.entries().size() + " on offer from " + catalog.providerId());
        return 0;
    }
}
