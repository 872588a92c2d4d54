package dev.mqttdsp.acceptance.kit.did;

import dev.mqttdsp.acceptance.kit.Home;
import dev.mqttdsp.app.process.ConnectorProcess;
import dev.mqttdsp.app.process.FreePorts;
import dev.mqttdsp.authority.Authority;
import dev.mqttdsp.authority.AuthorityServer;
import dev.mqttdsp.core.did.DidWeb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An authority, and a provider and a consumer that are its members: a process each, all on loopback. */
public final class Members implements AutoCloseable {
    private static final Duration LIFE = Duration.ofDays(1);

    private final Path directory;
    private final FreePorts ports = new FreePorts();
    private final Authority authority;
    private final AuthorityServer server;
    private ConnectorProcess provider;
    private ConnectorProcess consumer;

    private Members(Path directory) throws IOException {
        this.directory = directory;
        int port = ports.next();
        authority = Authority.init(
                directory.resolve("authority"), URI.create("http://localhost:" + port), Clock.systemUTC());
        server = AuthorityServer.open(
                authority, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Optional.empty());
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
                            Integer.toString(members.ports.next())));
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
        all.put("edc.iam.did.web.use.https", "false");
        all.put("edc.mqtt.consumer.allow.private", "true");
        all.put("edc.mqtt.public.port", Integer.toString(ports.next()));
        all.put("edc.core.retry.retries.max", "0");
        return ConnectorProcess.launch(name, directory.resolve(name), Home.jar().toString(), ports, all);
    }

    /** A membership credential of the authority. */
    public String membership(String did) {
        return authority.issue(new DidWeb(did), Authority.MEMBERSHIP, Map.of("memberOf", "test"), LIFE);
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
