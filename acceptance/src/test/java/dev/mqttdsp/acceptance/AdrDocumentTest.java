package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.acceptance.kit.Home;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document that names a test for each sentence of the ADR. */
class AdrDocumentTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+Test)(?:\\.(\\w+))?`");

    @Test
    void namesOnlyTestsThatAreThere() throws IOException {
        List<MatchResult> named = NAMED.matcher(Files.readString(Home.root().resolve("docs/adr-012.md")))
                .results()
                .toList();

        assertThat(named).hasSizeGreaterThan(50).allSatisfy(test -> {
            String method = test.group(2) == null ? "class " + test.group(1) : "void " + test.group(2) + "(";
            assertThat(sourcesOf(test.group(1)))
                    .anySatisfy(source -> assertThat(source).contains(method));
        });
    }

    private static List<String> sourcesOf(String test) throws IOException {
        List<String> sources = new ArrayList<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(Home.root(), Files::isDirectory)) {
            for (Path module : modules) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> files = Files.walk(tests)) {
                        files.filter(file -> file.endsWith(test + ".java"))
                                .map(AdrDocumentTest::read)
                                .forEach(sources::add);
                    }
                }
            }
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
