package dev.mqttdsp.gateway.upstream;

import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.gateway.tls.BrokerTrust;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** TLS contexts towards brokers, one for each combination of files, made anew when these change. Thread safe. */
final class TlsCache implements AutoCloseable {
    private record Key(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {}

    private final Clock clock;
    private final Map<Key, BrokerTrust> contexts = new HashMap<>();

    TlsCache(Clock clock) {
        this.clock = clock;
    }

    /**
     * The context for a login.
     *
     * @return to be released by the caller
     * @throws IOException when the files of the entry do not hold what they should; the message names them
     */
    synchronized SslContext context(BrokerLogin login) throws IOException {
        Key key = new Key(login.ca(), login.certificate(), login.key());
        BrokerTrust trust = contexts.get(key);
        if (trust == null) {
            trust = BrokerTrust.load(login, clock);
            contexts.put(key, trust);
        }
        return trust.context();
    }

    /** Looks whether files have changed, and whether a certificate ends soon. May block. */
    synchronized void look() {
        contexts.values().forEach(BrokerTrust::look);
    }

    @Override
    public synchronized void close() {
        contexts.values().forEach(BrokerTrust::close);
        contexts.clear();
    }
}
