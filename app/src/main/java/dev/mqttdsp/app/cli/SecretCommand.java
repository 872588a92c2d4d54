package dev.mqttdsp.app.cli;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.app.runtime.ConfigFile;
import dev.mqttdsp.app.secret.SecretFile;
import dev.mqttdsp.app.secret.Secrets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps the secrets of a connector, or of a gateway apart from one. */
@Command(
        name = "secret",
        description = "Keep secrets of a connector or gateway, such as the password with which it logs in at a broker.",
        synopsisSubcommandLabel = "COMMAND")
final class SecretCommand {
    @Spec
    private CommandSpec spec;

    @Command(name = "set", description = "Keep a secret, read as one line from standard input.")
    int set(
            @Option(
                            names = "--config",
                            paramLabel = "FILE",
                            required = true,
                            description = "Properties file of the connector or gateway.")
                    Path config,
            @Parameters(paramLabel = "NAME", description = "Name of the secret, its alias in the configuration.")
                    String name)
            throws IOException {
        String value = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (value == null || value.isEmpty()) {
            throw new FailedException("secret set reads the secret from standard input, and nothing came");
        }
        secrets(config).set(name, value);
        return 0;
    }

    @Command(name = "list", description = "Show the names of the secrets.")
    int list(
            @Option(
                            names = "--config",
                            paramLabel = "FILE",
                            required = true,
                            description = "Properties file of the connector or gateway.")
                    Path config) {
        secrets(config).names().forEach(spec.commandLine().getOut()::println);
        return 0;
    }

    @Command(name = "remove", description = "Forget a secret.")
    int remove(
            @Option(
                            names = "--config",
                            paramLabel = "FILE",
                            required = true,
                            description = "Properties file of the connector or gateway.")
                    Path config,
            @Parameters(paramLabel = "NAME", description = "Name of the secret, its alias in the configuration.")
                    String name) {
        if (!secrets(config).remove(name)) {
            throw new FailedException("there is no secret '" + name + "'");
        }
        return 0;
    }

    private static SecretFile secrets(Path config) {
        ConfigFile read = ConfigFile.read(config);
        if (read.usesHashicorpVault()) {
            throw new FailedException("the secrets of this connector are in HashiCorp Vault, "
                    + ConfigFile.HASHICORP_URL + " of " + config);
        }
        return Secrets.in(read.dataDirectory(), System.getenv());
    }
}
