package dev.mqttdsp.app.cli;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.client.Credentials.Credential;
import dev.mqttdsp.core.audit.Printable;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The credentials by which one's own connector proves what it is. */
@Command(
        name = "credential",
        description = "Keep the credentials by which your connector proves what it is.",
        synopsisSubcommandLabel = "COMMAND")
final class CredentialCommand {
    @Spec
    private CommandSpec spec;

    @Command(name = "add", description = "Give the connector a credential.")
    int add(
            @Mixin ConnectorOptions connector,
            @Parameters(paramLabel = "FILE", description = "The credential as its issuer gave it: a JWT.") Path file) {
        String jwt;
        try {
            jwt = Files.readString(file).strip();
        } catch (MalformedInputException e) {
            throw new FailedException(file + " holds no text, and a credential is one", e);
        } catch (IOException e) {
            throw new FailedException("cannot read " + file + ": " + e.getMessage(), e);
        }
        print(connector.open().credentials().add(jwt));
        return 0;
    }

    @Command(name = "list", description = "Show the credentials: id, type, issuer, end.")
    int list(@Mixin ConnectorOptions connector) {
        connector.open().credentials().all().forEach(this::print);
        return 0;
    }

    @Command(name = "remove", description = "Have the connector forget a credential.")
    int remove(
            @Mixin ConnectorOptions connector,
            @Parameters(paramLabel = "ID", description = "Id of the credential, as list shows it.") String id) {
        connector.open().credentials().remove(id);
        return 0;
    }

    private void print(Credential credential) {
        String types = credential.types().stream().map(Printable::of).collect(Collectors.joining(" "));
        spec.commandLine()
                .getOut()
                .println(Printable.of(credential.id()) + "  " + types + "  " + Printable.of(credential.issuer()) + "  "
                        + Printable.of(credential.expiresAt()));
    }
}
