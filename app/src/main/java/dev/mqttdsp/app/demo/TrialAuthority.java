package dev.mqttdsp.app.demo;

import dev.mqttdsp.authority.Authority;
import dev.mqttdsp.authority.AuthorityServer;
import dev.mqttdsp.core.did.DidWeb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An authority on this machine for participants on this machine, all by plain HTTP on loopback. */
public final class TrialAuthority implements AutoCloseable {
    private static final Duration LIFE = Duration.ofDays(1);

    private final Authority authority;
    private final AuthorityServer server;

    private TrialAuthority(Authority authority, AuthorityServer server) {
        this.authority = authority;
        this.server = server;
    }

    /** Opens one that is made in that directory, on loopback. */
    public static TrialAuthority open(Path directory, int port) throws IOException {
        Authority authority = Authority.init(directory, URI.create("http://localhost:" + port), Clock.systemUTC());
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new TrialAuthority(authority, AuthorityServer.open(authority, address, Optional.empty()));
    }

    /**
     * Settings of a participant, with what makes it one.
     *
     * @param port of its DID document and its credential service
     */
    public Map<String, String> settings(int port, Map<String, String> others) {
        Map<String, String> settings = new HashMap<>(others);
        settings.put("edc.participant.id", "did:web:localhost%3A" + port);
        settings.put("web.http.credentials.port", Integer.toString(port));
        settings.put("edc.iam.trusted-issuer.authority.id", authority.did().id());
        settings.put("edc.iam.did.web.use.https", "false");
        settings.put("edc.mqtt.consumer.allow.private", "true");
        return settings;
    }

    /** A membership credential. */
    public String membership(String participant) {
        return authority.issue(new DidWeb(participant), Authority.MEMBERSHIP, Map.of("memberOf", "trial"), LIFE);
    }

    @Override
    public void close() {
        server.close();
    }
}
