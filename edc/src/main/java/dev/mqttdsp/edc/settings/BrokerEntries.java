package dev.mqttdsp.edc.settings;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.core.broker.BrokerUrls;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.topic.BrokerDialect;
import dev.mqttdsp.core.topic.TopicFilter;
import dev.mqttdsp.core.topic.TopicSyntaxException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.Config;

/** The broker entries {@code edc.mqtt.broker.<name>.*}. */
public final class BrokerEntries {
    private static final String ROOT = "edc.mqtt.broker";
    private static final Set<String> KEYS = new TreeSet<>(
            Set.of("url", "user", "password.alias", "ca", "certificate", "key", "topics", "unrestricted", "dialect"));

    private final SettingReader reader;
    private final Function<String, String> vault;

    private BrokerEntries(SettingReader reader, Function<String, String> vault) {
        this.reader = reader;
        this.vault = vault;
    }

    /**
     * Reads all entries.
     *
     * @param vault gives the secret under an alias, null where there is none; asked at every login, not here
     * @throws EdcException for a value that cannot be used
     */
    public static Brokers read(Config config, Function<String, String> vault) {
        BrokerEntries entries = new BrokerEntries(new SettingReader(config), vault);
        // A key without a name in it, such as edc.mqtt.broker.port, belongs to the embedded broker.
        Map<String, Set<String>> keysByName = config.getRelativeEntries(ROOT + ".").keySet().stream()
                .map(key -> key.substring(ROOT.length() + 1))
                .filter(key -> key.contains(".")) // edc.mqtt.broker.embedded and .port belong to no entry
                .collect(Collectors.groupingBy(
                        key -> key.substring(0, key.indexOf('.')),
                        TreeMap::new,
                        Collectors.mapping(key -> key.substring(key.indexOf('.') + 1), Collectors.toSet())));
        try {
            return new Brokers(keysByName.entrySet().stream()
                    .map(entry -> entries.broker(entry.getKey(), entry.getValue()))
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new EdcException(ROOT + ": " + e.getMessage(), e);
        }
    }

    private Broker broker(String name, Set<String> keys) {
        String entry = ROOT + "." + name + ".";
        keys.stream().filter(key -> !KEYS.contains(key)).findFirst().ifPresent(key -> {
            throw new EdcException(
                    entry + key + ": no such key; accepted: " + entry + "{" + String.join("|", KEYS) + "}");
        });
        List<URI> urls = urls(entry + "url");
        return new Broker(
                name,
                urls.get(0),
                urls.subList(1, urls.size()),
                login(entry),
                topics(entry + "topics"),
                reader.flag(entry + "unrestricted", false),
                dialect(entry + "dialect"));
    }

    private List<URI> urls(String key) {
        List<String> texts = reader.texts(key);
        List<URI> urls = texts.stream().map(text -> url(key, text)).toList();
        if (urls.isEmpty()) {
            throw unusableUrl(key, "");
        }
        if (urls.stream()
                        .map(url -> url.getScheme().toLowerCase(Locale.ROOT))
                        .distinct()
                        .count()
                > 1) {
            throw SettingReader.unusable(key, String.join(", ", texts), "several URLs with the same scheme");
        }
        return urls;
    }

    private static URI url(String key, String text) {
        return BrokerUrls.parse(text).orElseThrow(() -> unusableUrl(key, text));
    }

    private static EdcException unusableUrl(String key, String text) {
        return SettingReader.unusable(
                key,
                text.replaceAll("//[^/@]*@", "//***@"), // what stands before an @ may be a password
                "mqtt, mqtts, ws or wss://host[:port][/path], without a login; several separated by commas");
    }

    private BrokerLogin login(String entry) {
        Optional<String> user = reader.text(entry + "user");
        Optional<String> alias = reader.text(entry + "password.alias");
        if (alias.isPresent() && user.isEmpty()) { // MQTT 3.1.1 §3.1.2.9: no password without a user name
            throw new EdcException(
                    entry + "user: found nothing; accepted: a user name, because " + entry + "password.alias is set");
        }
        Optional<Path> certificate = reader.file(entry + "certificate");
        Optional<Path> key = reader.file(entry + "key");
        if (certificate.isPresent() != key.isPresent()) {
            throw new EdcException(entry + "certificate and " + entry + "key: found one; accepted: both or none");
        }
        Optional<Supplier<String>> password = alias.map(name -> () -> vault.apply(name));
        return new BrokerLogin(user, password, reader.file(entry + "ca"), certificate, key);
    }

    private List<TopicFilter> topics(String key) {
        return reader.texts(key).stream().map(text -> topic(key, text)).toList();
    }

    private static TopicFilter topic(String key, String text) {
        try {
            return TopicFilter.of(text);
        } catch (TopicSyntaxException e) {
            throw SettingReader.unusable(key, text, "topic filters, separated by commas; this one " + e.getMessage());
        }
    }

    private BrokerDialect dialect(String key) {
        String text = reader.text(key, BrokerDialect.UNKNOWN.name());
        return Arrays.stream(BrokerDialect.values())
                .filter(dialect -> dialect.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> SettingReader.unusable(
                        key,
                        text,
                        Arrays.stream(BrokerDialect.values())
                                .map(dialect -> dialect.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
