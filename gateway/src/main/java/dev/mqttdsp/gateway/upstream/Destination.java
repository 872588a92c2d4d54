package dev.mqttdsp.gateway.upstream;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.core.broker.BrokerUrls;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Everything about one of a broker's hosts that has to be looked up before connecting.
 *
 * @param broker the broker
 * @param url one of its URLs
 * @param addresses of the host in it, to be tried in this order
 * @param tls where the scheme asks for it
 * @param password of the gateway's login
 */
record Destination(
        Broker broker, URI url, List<InetSocketAddress> addresses, Optional<SslContext> tls, Optional<String> password)
        implements AutoCloseable {
    private static final Set<String> TLS_SCHEMES = Set.of("mqtts", "ssl", "wss");
    private static final Set<String> WEB_SCHEMES = Set.of("ws", "wss");
    /** What brokers listen to by convention, where the URL has no path. */
    private static final String DEFAULT_PATH = "/mqtt";

    /** Looks things up: names, secrets and files. May block. */
    static Destination of(Broker broker, URI url, TlsCache tls) throws Exception {
        BrokerLogin login = broker.login();
        Optional<String> password = Optional.empty();
        if (login.password().isPresent()) {
            String secret = login.password().get().get();
            if (secret == null) {
                throw new BrokerUnreachableException("the password of broker entry " + broker.name() + " is gone");
            }
            password = Optional.of(secret);
        }
        List<InetSocketAddress> addresses = resolve(url);
        Optional<SslContext> context =
                TLS_SCHEMES.contains(scheme(url)) ? Optional.of(tls.context(login)) : Optional.empty();
        return new Destination(broker, url, addresses, context, password);
    }

    /** No connection is made with it any more. */
    @Override
    public void close() {
        tls.ifPresent(ReferenceCountUtil::release);
    }

    String host() {
        return bare(url.getHost());
    }

    int port() {
        return addresses.get(0).getPort();
    }

    /** The URL of the WebSocket, where the broker is reached by one. */
    Optional<URI> webSocket() {
        if (!WEB_SCHEMES.contains(scheme(url))) {
            return Optional.empty();
        }
        boolean bare = url.getRawPath() == null || url.getRawPath().isEmpty();
        return Optional.of(bare ? url.resolve(DEFAULT_PATH) : url);
    }

    private static List<InetSocketAddress> resolve(URI url) throws UnknownHostException {
        int port = url.getPort() >= 0 ? url.getPort() : BrokerUrls.defaultPort(scheme(url));
        return Arrays.stream(InetAddress.getAllByName(bare(url.getHost())))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    private static String scheme(URI url) {
        return url.getScheme().toLowerCase(Locale.ROOT);
    }

    /** The host without the brackets of an IPv6 address. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Says nothing of the login. */
    @Override
    public String toString() {
        return "Destination[" + broker.name() + ", " + addresses + "]";
    }
}
