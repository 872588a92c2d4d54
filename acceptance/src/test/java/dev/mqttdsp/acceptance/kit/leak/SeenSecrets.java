package dev.mqttdsp.acceptance.kit.leak;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every secret that tests of this JVM have seen or presented, and every error they were answered. It is static because a
 * secret of one test may turn up in the log of another one's connector.
 */
public final class SeenSecrets {
    private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();
    private static final Queue<Map.Entry<String, String>> ANSWERS = new ConcurrentLinkedQueue<>();
    private static final Set<Path> OUTPUTS = ConcurrentHashMap.newKeySet();

    private static final Pattern NAME = Pattern.compile("(.*[:/])?(authorization|refreshToken|password)");
    /** An endpoint property of DSP, as this project's connectors and stock EDC write it. */
    private static final Pattern ENDPOINT_PROPERTY = Pattern.compile(
            "\"(?:[^\"]*/)?(?:authorization|refreshToken|password)\"[^{}]*?\"value\"\\s*:\\s*\"([^\"]+)\"");

    private SeenSecrets() {}

    /** A secret. */
    public static void add(String secret) {
        SECRETS.add(secret);
    }

    /** The secrets of a data address. */
    public static void addOf(JsonNode dataAddress) {
        dataAddress.properties().forEach(field -> {
            if (NAME.matcher(field.getKey()).matches()) {
                add(field.getValue().asText());
            }
        });
    }

    /** The secrets of a DSP message that has a data address. */
    public static void addOfDsp(String message) {
        Matcher properties = ENDPOINT_PROPERTY.matcher(message);
        while (properties.find()) {
            add(properties.group(1));
        }
    }

    /** An answer that has to be free of secrets. */
    public static void answered(String from, String body) {
        ANSWERS.add(Map.entry(from, body));
    }

    /** A file with what a process prints, which has to be free of secrets. */
    public static void prints(Path file) {
        OUTPUTS.add(file);
    }

    static SecretSearch search() {
        return new SecretSearch(SECRETS);
    }

    static Set<Path> outputs() {
        return Set.copyOf(OUTPUTS);
    }

    static List<String> inAnswers(SecretSearch search) {
        List<String> found = new ArrayList<>();
        ANSWERS.forEach(answer ->
                found.addAll(search.in(answer.getKey(), answer.getValue().getBytes(StandardCharsets.UTF_8))));
        return found;
    }
}
