package dev.mqttdsp.acceptance.kit.leak;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mqttdsp.acceptance.kit.Management;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Searches everything that connectors have written or tell their operators for the secrets that the tests of this JVM have
 * seen. Data addresses are left out: they are there to hand out secrets.
 */
public final class LeakCheck {
    private static final String SIGNING_KEY = "token-key.jwk";
    private static final String VAULT_KEY = "secrets.key";
    private static final List<String> STORES =
            List.of("assets", "policydefinitions", "contractnegotiations", "contractagreements", "transferprocesses");
    private static final String EVERYTHING = """
            {"@context": {"@vocab": "https://w3id.org/edc/v0.0.1/ns/"}, "@type": "QuerySpec", "limit": 1000}""";

    private final List<String> found = new ArrayList<>();
    private final SecretSearch search;

    private LeakCheck(SecretSearch search) {
        this.search = search;
    }

    /**
     * Fails with every place where a secret is.
     *
     * @param directory has the logs and the data of the connectors, beside other files
     * @param connectors are asked for what they keep
     */
    public static void of(Path directory, List<Management> connectors) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            keysIn(file);
        }
        LeakCheck check = new LeakCheck(SeenSecrets.search());
        for (Path file : files) {
            check.file(file);
        }
        for (Path output : SeenSecrets.outputs()) {
            check.file(output);
        }
        connectors.forEach(check::stores);
        check.found.addAll(SeenSecrets.inAnswers(check.search));
        if (!check.found.isEmpty()) {
            throw new AssertionError("secrets where none may be:\n" + String.join("\n", check.found));
        }
    }

    /** The connectors' own keys are secrets too, beside the files that are there for them. */
    private static void keysIn(Path file) throws IOException {
        if (isNamed(file, SIGNING_KEY)) {
            SeenSecrets.add(new ObjectMapper().readTree(file.toFile()).path("d").asText());
        } else if (isNamed(file, VAULT_KEY)) {
            SeenSecrets.add(Files.readString(file).strip());
        }
    }

    private void file(Path file) throws IOException {
        if (!isNamed(file, SIGNING_KEY) && !isNamed(file, VAULT_KEY) && Files.exists(file)) {
            found.addAll(search.in(file.toString(), Files.readAllBytes(file)));
        }
    }

    private void stores(Management connector) {
        for (String store : STORES) {
            String content =
                    connector.post("/v3/" + store + "/request", EVERYTHING).toPrettyString();
            found.addAll(search.in(connector + " /v3/" + store, content.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static boolean isNamed(Path file, String name) {
        return file.getFileName().toString().equals(name);
    }
}
