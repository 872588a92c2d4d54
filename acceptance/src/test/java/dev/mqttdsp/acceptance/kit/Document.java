package dev.mqttdsp.acceptance.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A document of the project, or a part of one.
 *
 * @param text in Markdown
 */
public record Document(String text) {
    /** One of the checkout, by its path there. */
    public static Document read(String path) throws IOException {
        return new Document(Files.readString(Home.root().resolve(path)));
    }

    /** The section with that heading, such as {@code ## Ports}, up to the next one of the second level. */
    public Document section(String heading) {
        int start = text.indexOf(heading + "\n");
        if (start < 0) {
            throw new AssertionError("the document has no section '" + heading + "'");
        }
        int end = text.indexOf("\n## ", start + heading.length());
        return new Document(text.substring(start, end < 0 ? text.length() : end));
    }

    /** What is in its fenced blocks of that kind, such as {@code sh}. */
    public List<String> blocks(String kind) {
        return Pattern.compile("```" + Pattern.quote(kind) + "\n(.*?)```", Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
