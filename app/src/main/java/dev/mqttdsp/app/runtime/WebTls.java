package dev.mqttdsp.app.runtime;

import dev.mqttdsp.gateway.tls.CertificateWatch;
import dev.mqttdsp.gateway.tls.FromFiles;
import dev.mqttdsp.gateway.tls.PemContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.Config;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS at the HTTP ports that partners reach, with a certificate in PEM that is read again when it changes. */
final class WebTls implements AutoCloseable {
    static final String CERTIFICATE = "edc.mqtt.protocol.certificate";
    static final String KEY = "edc.mqtt.protocol.key";
    private static final Logger LOG = LoggerFactory.getLogger(WebTls.class);

    private final FromFiles<SSLContext> files;
    private final List<SslContextFactory.Server> servers = new CopyOnWriteArrayList<>();
    private final CertificateWatch watch;
    private volatile SSLContext context;

    private WebTls(FromFiles<SSLContext> files, SSLContext context) {
        this.files = files;
        this.context = context;
        this.watch = new CertificateWatch(this::look, CertificateWatch.Renewal.NONE);
    }

    /**
     * What is configured; empty for plain HTTP.
     *
     * @throws EdcException naming key or file, when one is missing or cannot be used
     */
    static Optional<WebTls> read(Config config) {
        Optional<String> certificate = text(config, CERTIFICATE);
        Optional<String> key = text(config, KEY);
        if (certificate.isPresent() != key.isPresent()) {
            throw new EdcException(CERTIFICATE + " and " + KEY + " go together, and only one of them is set");
        }
        return certificate.map(file -> open(Path.of(file), Path.of(key.orElseThrow())));
    }

    private static Optional<String> text(Config config, String key) {
        return Optional.ofNullable(config.getString(key, null)).filter(value -> !value.isBlank());
    }

    private static WebTls open(Path certificate, Path key) {
        FromFiles<SSLContext> files = PemContext.server(certificate, key);
        try {
            return new WebTls(files, files.first());
        } catch (IOException e) {
            throw new EdcException(CERTIFICATE + ", " + KEY + ": " + e.getMessage(), e);
        }
    }

    /** Has a port speak TLS and nothing else; to be called before it starts. */
    void secure(ServerConnector connector) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(context);
        servers.add(tls);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSecureScheme("https");
        http.setSecurePort(connector.getPort());
        http.addCustomizer(new SecureRequestCustomizer(false)); // partners may come by address, or through a tunnel
        SslConnectionFactory first = new SslConnectionFactory(tls, "http/1.1");
        connector.setConnectionFactories(List.of(first, new HttpConnectionFactory(http)));
        connector.setDefaultProtocol(first.getProtocol());
    }

    private void look() {
        files.again().ifPresent(changed -> {
            context = changed;
            servers.forEach(server -> reload(server, changed));
        });
    }

    private static void reload(SslContextFactory.Server server, SSLContext changed) {
        try {
            server.reload(factory -> factory.setSslContext(changed));
        } catch (Exception e) { // Jetty declares nothing narrower
            LOG.error("a changed certificate is not taken by a port", e);
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
