package dev.mqttdsp.gateway.upstream;

import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.gateway.tls.TlsContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** TLS contexts towards brokers, one for each combination of files. Thread safe. */
final class TlsCache implements AutoCloseable {
    private record Key(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {}

    private final Map<Key, SslContext> contexts = new HashMap<>();

    synchronized SslContext context(BrokerLogin login) throws SSLException {
        Key key = new Key(login.ca(), login.certificate(), login.key());
        SslContext context = contexts.get(key);
        if (context == null) {
            context = TlsContexts.towardsBroker(login);
            contexts.put(key, context);
        }
        return context;
    }

    @Override
    public synchronized void close() {
        contexts.values().forEach(ReferenceCountUtil::release);
        contexts.clear();
    }
}
