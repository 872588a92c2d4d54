package dev.mqttdsp.app.cli;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.authority.Authority;
import dev.mqttdsp.authority.AuthorityException;
import dev.mqttdsp.authority.AuthorityServer;
import dev.mqttdsp.authority.IssuedCredential;
import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.file.WholeFile;
import dev.mqttdsp.gateway.tls.PemContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A trust authority for trials and tests. */
@Command(
        name = "authority",
        description = "Issue credentials to participants, and take them back: a trust authority for trials and tests.",
        synopsisSubcommandLabel = "COMMAND")
final class AuthorityCommand {
    private static final String DIRECTORY = "Directory of the authority.";

    @Spec
    private CommandSpec spec;

    @Command(name = "init", description = "Make an authority.")
    int init(
            @Option(names = "--dir", paramLabel = "DIR", required = true, description = DIRECTORY) Path directory,
            @Option(
                            names = "--url",
                            paramLabel = "URL",
                            required = true,
                            description = "Where others will find it: https://HOST[:PORT], or http://localhost[:PORT]"
                                    + " for trials on one machine.")
                    URI url) {
        Authority made = expected(() -> Authority.init(directory, url, Clock.systemUTC()));
        out().println(made.did());
        err().println("connectors trust it by: edc.iam.trusted-issuer.authority.id=" + made.did());
        return 0;
    }

    @Command(name = "issue", description = "Issue a credential; it goes to standard output, unless --out is there.")
    int issue(
            @Option(names = "--dir", paramLabel = "DIR", required = true, description = DIRECTORY) Path directory,
            @Option(
                            names = "--to",
                            paramLabel = "DID",
                            required = true,
                            description = "Who gets it, such as did:web:partner.example.")
                    String holder,
            @Option(
                            names = "--type",
                            paramLabel = "TYPE",
                            defaultValue = Authority.MEMBERSHIP,
                            description = "Type of the credential; ${DEFAULT-VALUE} unless given.")
                    String type,
            @Option(names = "--claim", paramLabel = "NAME=VALUE", description = "Claim about the holder; repeatable.")
                    Map<String, String> claims,
            @Option(
                            names = "--days",
                            paramLabel = "DAYS",
                            defaultValue = "365",
                            description = "How long it counts; ${DEFAULT-VALUE} days unless given.")
                    int days,
            @Option(names = "--out", paramLabel = "FILE", description = "File that gets the credential.") Path file) {
        String credential = expected(() -> open(directory)
                .issue(did("--to", holder), type, claims == null ? Map.of() : claims, Duration.ofDays(days)));
        if (file == null) {
            out().println(credential);
            return 0;
        }
        try {
            WholeFile.replace(file, credential + "\n", WholeFile.PRIVATE);
        } catch (IOException e) {
            throw new FailedException("--out: cannot write " + file + ": " + e.getMessage(), e);
        }
        return 0;
    }

    @Command(name = "list", description = "Show what was issued: id, holder, type, end, and whether it was revoked.")
    int list(@Option(names = "--dir", paramLabel = "DIR", required = true, description = DIRECTORY) Path directory) {
        expected(() -> open(directory).issued()).stream()
                .map(AuthorityCommand::line)
                .forEach(out()::println);
        return 0;
    }

    @Command(name = "revoke", description = "Take credentials back.")
    int revoke(
            @Option(names = "--dir", paramLabel = "DIR", required = true, description = DIRECTORY) Path directory,
            @Parameters(paramLabel = "ID|DID", description = "Id of a credential, or DID of a holder for all of his.")
                    String which) {
        expected(() -> open(directory).revoke(which)).stream()
                .map(AuthorityCommand::line)
                .forEach(out()::println);
        return 0;
    }

    @Command(name = "serve", description = "Tell who asks who the authority is, and what it has taken back.")
    int serve(
            @Option(names = "--dir", paramLabel = "DIR", required = true, description = DIRECTORY) Path directory,
            @Option(
                            names = "--bind",
                            paramLabel = "ADDRESS",
                            defaultValue = "127.0.0.1",
                            description = "Address to listen at; ${DEFAULT-VALUE} unless given.")
                    InetAddress address,
            @Option(names = "--port", paramLabel = "PORT", description = "Port; that of the URL unless given.")
                    Integer port,
            @Option(names = "--certificate", paramLabel = "FILE", description = "PEM file; without it, plain http.")
                    Path certificate,
            @Option(names = "--key", paramLabel = "FILE", description = "PEM file of the certificate's private key.")
                    Path key)
            throws InterruptedException {
        if ((certificate == null) != (key == null)) {
            throw new FailedException("--certificate and --key go together");
        }
        Authority authority = expected(() -> open(directory));
        Optional<SSLContext> tls = Optional.ofNullable(certificate).map(file -> context(file, key));
        InetSocketAddress at = new InetSocketAddress(address, port == null ? portOf(authority.url()) : port);
        try (AuthorityServer server = AuthorityServer.open(authority, at, tls)) {
            err().println(authority.did() + " at port " + server.port() + ", until it is stopped");
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "end-authority"));
            stopped.await();
            return 0;
        } catch (IOException e) {
            throw new FailedException("cannot listen at " + at + ": " + e.getMessage(), e);
        }
    }

    private static int portOf(URI url) {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
    }

    private static SSLContext context(Path certificate, Path key) {
        try {
            return PemContext.server(certificate, key).first();
        } catch (IOException e) {
            throw new FailedException(e.getMessage(), e);
        }
    }

    private static DidWeb did(String option, String text) {
        try {
            return new DidWeb(text);
        } catch (IllegalArgumentException e) {
            throw new FailedException(option + ": " + e.getMessage(), e);
        }
    }

    private static Authority open(Path directory) {
        return Authority.open(directory, Clock.systemUTC());
    }

    private static String line(IssuedCredential credential) {
        return String.join(
                "  ",
                credential.id(),
                credential.holder(),
                credential.type(),
                credential.expiresAt().toString(),
                credential.revokedAt().map(at -> "revoked " + at).orElse("valid"));
    }

    private static <T> T expected(Supplier<T> action) {
        try {
            return action.get();
        } catch (AuthorityException e) {
            throw new FailedException(e.getMessage(), e);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
