package dev.mqttdsp.edc.settings;

import dev.mqttdsp.core.address.SecretAliases;
import dev.mqttdsp.core.grant.PublicEndpoints;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import dev.mqttdsp.core.outbound.UrlGuard;
import dev.mqttdsp.gateway.GatewaySettings;
import dev.mqttdsp.gateway.limit.Limits;
import dev.mqttdsp.gateway.listen.AddressRanges;
import dev.mqttdsp.gateway.tls.CertificateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.Config;

/**
 * What the operator set, or left at its default.
 *
 * @param dataDirectory keeps what is made once here: the signing key and the certificates
 * @param bind addresses that the gateway listens on
 * @param host the name under which consumers reach the gateway
 * @param webPort port of {@code wss}, keys and tokens
 * @param tlsPort port of {@code mqtts}
 * @param proxies load balancers and ingresses that may say whom they speak for
 * @param endpoints what consumers are given
 * @param certificate PEM files of the gateway's certificate; empty has one made in the data directory
 * @param namedCertificates further ones, for clients that ask for a host name in them
 * @param tokenLifetime how long an access token lives at most
 * @param entitlementPause between two rounds in which consumers are judged again
 * @param sessionMax how long one MQTT session lives at most
 * @param goodbye over how long the end of many sessions is spread when the gateway stops
 * @param keepOnSuspend whether what clients left at a broker outlasts a suspension
 * @param allowInsecure whether offers may name plain TCP on the direct route
 * @param gatewayEnabled whether this process runs the gateway; without it there are tokens and keys at the web port
 * @param aliases which secrets of the vault assets may name
 * @param outgoing where this connector itself may go, and whom it trusts there
 * @param limits how much anybody may take of the gateway
 * @param tokenKeyAlias the signing key in the vault; empty has one made in the data directory
 */
public record MqttSettings(
        Path dataDirectory,
        List<String> bind,
        String host,
        int webPort,
        int tlsPort,
        AddressRanges proxies,
        PublicEndpoints endpoints,
        Optional<CertificateFiles> certificate,
        List<CertificateFiles> namedCertificates,
        Duration tokenLifetime,
        Duration entitlementPause,
        Duration sessionMax,
        Duration goodbye,
        boolean keepOnSuspend,
        boolean allowInsecure,
        boolean gatewayEnabled,
        SecretAliases aliases,
        Outgoing outgoing,
        Limits limits,
        Optional<String> tokenKeyAlias) {
    /** Key of the data directory. */
    public static final String DATA_DIR = "edc.mqtt.data.dir";
    /** Key of the addresses to listen on. */
    public static final String BIND = "edc.mqtt.public.bind";
    /** Key of the port for {@code wss}. */
    public static final String WEB_PORT = "edc.mqtt.public.port";
    /** Key of the port for {@code mqtts}. */
    public static final String TLS_PORT = "edc.mqtt.public.tls.port";
    /** Key of the signing key's alias. */
    public static final String TOKEN_KEY_ALIAS = "edc.mqtt.token.key.alias";

    /** Key of the prefix of aliases that assets may name. */
    public static final String ASSET_ALIAS_PREFIX = "edc.mqtt.asset.alias.prefix";

    static final String PROXIES = "edc.mqtt.public.proxies";
    static final String HOST = "edc.mqtt.public.host";
    static final String WSS_URL = "edc.mqtt.public.wss.url";
    static final String TLS_URL = "edc.mqtt.public.tls.url";
    static final String TOKEN_URL = "edc.mqtt.token.url";
    static final String TOKEN_LIFETIME = "edc.mqtt.token.lifetime";
    static final String ENTITLEMENT_INTERVAL = "edc.mqtt.entitlement.interval";
    static final String SESSION_MAX = "edc.mqtt.session.max";
    static final String SHUTDOWN = "edc.mqtt.shutdown.seconds";
    static final String SUSPEND_KEEP = "edc.mqtt.suspend.keep";
    static final String ALLOW_INSECURE = "edc.mqtt.allow.insecure";
    static final String GATEWAY_ENABLED = "edc.mqtt.gateway.enabled";

    /**
     * Where this connector itself may go.
     *
     * @param rules for the URLs that assets name
     * @param authorities PEM file of authorities that are trusted beside the JVM's
     */
    public record Outgoing(UrlGuard.Rules rules, Optional<Path> authorities) {}

    public MqttSettings {
        bind = List.copyOf(bind);
        namedCertificates = List.copyOf(namedCertificates);
    }

    /**
     * Reads them.
     *
     * @throws EdcException for a value that cannot be used
     */
    public static MqttSettings read(Config config) {
        SettingReader reader = new SettingReader(config);
        String host = withoutBrackets(reader.text(HOST, "localhost"));
        int webPort = reader.port(WEB_PORT, 8884);
        int tlsPort = reader.port(TLS_PORT, 8883);
        boolean gatewayEnabled = reader.flag(GATEWAY_ENABLED, true);
        if (gatewayEnabled && webPort == tlsPort) {
            throw new EdcException(
                    WEB_PORT + " and " + TLS_PORT + ": found " + webPort + " for both; accepted: two different ports");
        }
        String authority = host.contains(":") ? "[" + host + "]" : host; // RFC 3986 §3.2.2
        List<String> bind = reader.texts(BIND);
        return new MqttSettings(
                Path.of(reader.text(DATA_DIR, "data")),
                bind.isEmpty() ? List.of("127.0.0.1") : bind,
                host,
                webPort,
                tlsPort,
                proxies(reader),
                new PublicEndpoints(
                        reader.url(WSS_URL, "wss", () -> "wss://" + authority + ":" + webPort + "/mqtt"),
                        reader.url(TLS_URL, "mqtts", () -> "mqtts://" + authority + ":" + tlsPort),
                        reader.url(TOKEN_URL, "https", () -> "https://" + authority + ":" + webPort + "/token")),
                PublicCertificates.usual(reader),
                PublicCertificates.named(reader, config),
                reader.seconds(TOKEN_LIFETIME, Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofDays(1)),
                reader.seconds(ENTITLEMENT_INTERVAL, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofHours(1)),
                reader.seconds(SESSION_MAX, Duration.ofDays(1), Duration.ofSeconds(1), Duration.ofDays(365)),
                reader.seconds(SHUTDOWN, GatewaySettings.USUAL_GOODBYE, Duration.ZERO, GatewaySettings.LONGEST_GOODBYE),
                reader.flag(SUSPEND_KEEP, false),
                reader.flag(ALLOW_INSECURE, false),
                gatewayEnabled,
                aliases(reader, config),
                outgoing(reader, config),
                LimitKeys.read(reader, config),
                reader.text(TOKEN_KEY_ALIAS));
    }

    private static String withoutBrackets(String address) {
        return address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
    }

    private static AddressRanges proxies(SettingReader reader) {
        try {
            return AddressRanges.parse(reader.texts(PROXIES));
        } catch (IllegalArgumentException e) {
            throw new EdcException(PROXIES + ": " + e.getMessage(), e);
        }
    }

    /** Whatever the configuration names by an alias is the connector's own: ours, and EDC's. */
    private static SecretAliases aliases(SettingReader reader, Config config) {
        Set<String> reserved = config.getEntries().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(".alias"))
                .map(entry -> entry.getValue().strip())
                .collect(Collectors.toSet());
        return new SecretAliases(reader.text(ASSET_ALIAS_PREFIX, ""), reserved);
    }

    /** Assets are the operator's own, so private addresses are where identity providers and brokers are. */
    private static Outgoing outgoing(SettingReader reader, Config config) {
        Set<String> hosts = reader.texts(UrlGuard.HOSTS).stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        Set<Integer> ownPorts = Stream.concat(
                        Stream.of(reader.port(WEB_PORT, 8884), reader.port(TLS_PORT, 8883)),
                        config.getEntries().entrySet().stream()
                                .filter(entry -> (entry.getKey().startsWith("web.http.")
                                                && entry.getKey().endsWith("port"))
                                        || entry.getKey().equals(FeedSettings.PORT))
                                .filter(entry -> entry.getValue().strip().matches("[0-9]{1,5}"))
                                .map(entry -> Integer.valueOf(entry.getValue().strip())))
                .collect(Collectors.toSet());
        return new Outgoing(
                new UrlGuard.Rules(true, reader.flag(ALLOW_INSECURE, false), hosts, ownPorts),
                reader.text(TrustedAuthorities.KEY).map(Path::of));
    }
}
