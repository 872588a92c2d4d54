package dev.mqttdsp.acceptance.kit.did;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.acceptance.kit.Home;
import dev.mqttdsp.app.Trust;
import dev.mqttdsp.app.process.ConnectorProcess;
import dev.mqttdsp.app.process.FreePorts;
import dev.mqttdsp.authority.Authority;
import dev.mqttdsp.authority.AuthorityServer;
import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.gateway.tls.PemContext;
import dev.mqttdsp.gateway.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** An authority, and a provider and a consumer that are its members, all by TLS, on loopback. */
public final class Members implements AutoCloseable {
    private static final Duration LIFE = Duration.ofDays(1);

    private final Path directory;
    private final FreePorts ports = new FreePorts();
    private final TlsFiles tls;
    private final Path home;
    private final Authority authority;
    private final AuthorityServer server;
    private ConnectorProcess provider;
    private ConnectorProcess consumer;

    private Members(Path directory) throws IOException {
        this.directory = directory;
        tls = TlsFiles.loadOrCreate(directory.resolve("tls"), "localhost");
        int port = ports.next();
        home = Files.createTempDirectory(directory, "authority");
        authority = authority(home, port);
        server = serve(authority, port);
    }

    private static Authority authority(Path home, int port) {
        return Authority.init(home, URI.create("https://localhost:" + port), Clock.systemUTC());
    }

    private AuthorityServer serve(Authority one, int port) throws IOException {
        return AuthorityServer.open(
                one, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Optional.of(serverTls()));
    }

    /** An authority that this dataspace does not trust, to be found by everybody as long as that runs. */
    public void withStranger(AuthorityUse use) throws Exception {
        int port = ports.next();
        Authority other = authority(Files.createTempDirectory(directory, "stranger"), port);
        try (AuthorityServer open = serve(other, port)) {
            use.with(other, open.port());
        }
    }

    /** What is done with an authority. */
    public interface AuthorityUse {
        /** Does it. */
        void with(Authority authority, int port) throws Exception;
    }

    /** TLS of everybody in this dataspace, as a server. */
    public SSLContext serverTls() throws IOException {
        return PemContext.server(tls.certificate(), tls.key()).first();
    }

    /** TLS of everybody in this dataspace, as a client. */
    public SSLContext clientTls() {
        return Trust.of(tls.ca()).sslContext();
    }

    /** The authority that has certified everybody's server. */
    public Path ca() {
        return tls.ca();
    }

    /** Boots everything; both have a membership. */
    public static Members boot() throws Exception {
        Members members = new Members(Files.createTempDirectory("mqtt-dsp-members-"));
        try {
            int broker = members.ports.next();
            members.provider = members.launch(
                    "provider",
                    Map.of(
                            "edc.mqtt.broker.embedded",
                            "true",
                            "edc.mqtt.broker.port",
                            Integer.toString(broker),
                            "edc.mqtt.public.tls.port",
                            Integer.toString(members.ports.next()),
                            "edc.mqtt.token.lifetime",
                            "10"));
            members.consumer = members.launch("consumer", Map.of("edc.mqtt.gateway.enabled", "false"));
            for (ConnectorProcess member : new ConnectorProcess[] {members.provider, members.consumer}) {
                member.awaitReady();
                member.management().credentials().add(members.membership(member.participant()));
            }
            return members;
        } catch (Exception e) {
            members.close();
            throw e;
        }
    }

    private ConnectorProcess launch(String name, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        int port = ports.next();
        all.put("edc.participant.id", "did:web:localhost%3A" + port);
        all.put("web.http.credentials.port", Integer.toString(port));
        all.put("edc.iam.trusted-issuer.authority.id", authority.did().id());
        all.put("edc.mqtt.protocol.certificate", tls.certificate().toString());
        all.put("edc.mqtt.protocol.key", tls.key().toString());
        all.put("edc.mqtt.public.certificate", tls.certificate().toString());
        all.put("edc.mqtt.public.key", tls.key().toString());
        all.put("edc.mqtt.trust.certificates", tls.ca().toString());
        all.put("edc.mqtt.consumer.allow.private", "true");
        all.put("edc.mqtt.public.port", Integer.toString(ports.next()));
        all.put("edc.core.retry.retries.max", "0");
        all.put("edc.did.resolver.cache.expiry", "1000");
        all.put("edc.mqtt.identity.key.lead", "3");
        return ConnectorProcess.launch(name, directory.resolve(name), Home.jar().toString(), ports, all);
    }

    /** A membership credential of the authority. */
    public String membership(String did) {
        return authority.issue(new DidWeb(did), Authority.MEMBERSHIP, Map.of("memberOf", "test"), LIFE);
    }

    /** One that the authority issued so long ago that it is over. */
    public String expiredMembership(DidWeb did) {
        Clock then = Clock.offset(Clock.systemUTC(), LIFE.multipliedBy(-2));
        return Authority.open(home, then).issue(did, Authority.MEMBERSHIP, Map.of(), LIFE);
    }

    /** The last line of the provider's log about the refusal of that participant. */
    public String refusalOf(String did) throws IOException {
        List<String> lines = Files.readAllLines(provider.log()).stream()
                .filter(line -> line.contains("'" + did + "' refused"))
                .toList();
        assertThat(lines).as("what the provider's log says of " + did).isNotEmpty();
        return lines.get(lines.size() - 1);
    }

    public Authority authority() {
        return authority;
    }

    public ConnectorProcess provider() {
        return provider;
    }

    public ConnectorProcess consumer() {
        return consumer;
    }

    /** Where files of a test may be. */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        for (ConnectorProcess member : new ConnectorProcess[] {consumer, provider}) {
            if (member != null) {
                member.close();
            }
        }
        server.close();
    }
}
