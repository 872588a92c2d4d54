package dev.mqttdsp.edc.settings;

import dev.mqttdsp.gateway.tls.CertificateFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.Config;

/**
 * The gateway's certificates: {@code edc.mqtt.public.certificate} and {@code .key} for everybody, and pairs of
 * {@code edc.mqtt.public.certificate.<name>} and {@code edc.mqtt.public.key.<name>} for clients that ask for a name in them.
 */
final class PublicCertificates {
    private static final String CERTIFICATE = "edc.mqtt.public.certificate";
    private static final String KEY = "edc.mqtt.public.key";

    private PublicCertificates() {}

    /** The pair for everybody; empty has one made in the data directory. */
    static Optional<CertificateFiles> usual(SettingReader reader) {
        return pair(reader, "");
    }

    /** The pairs for names, in the order of theirs in the configuration. */
    static List<CertificateFiles> named(SettingReader reader, Config config) {
        TreeSet<String> names = new TreeSet<>();
        for (String root : List.of(CERTIFICATE + ".", KEY + ".")) {
            config.getRelativeEntries(root).keySet().forEach(key -> names.add(key.substring(root.length())));
        }
        return names.stream().flatMap(name -> pair(reader, "." + name).stream()).toList();
    }

    private static Optional<CertificateFiles> pair(SettingReader reader, String suffix) {
        Optional<Path> certificate = reader.file(CERTIFICATE + suffix);
        Optional<Path> key = reader.file(KEY + suffix);
        if (certificate.isPresent() != key.isPresent()) {
            String set = (certificate.isPresent() ? CERTIFICATE : KEY) + suffix;
            String missing = (certificate.isPresent() ? KEY : CERTIFICATE) + suffix;
            throw new EdcException(missing + ": found nothing; accepted: a PEM file, because " + set + " is set");
        }
        return certificate.map(file -> new CertificateFiles(file, key.orElseThrow()));
    }
}
