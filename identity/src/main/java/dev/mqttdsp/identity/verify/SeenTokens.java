package dev.mqttdsp.identity.verify;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that have been used, in a file, so that they count no more after a restart either. A line for each: when it may be
 * forgotten, in seconds of the epoch, and the digests of its issuer and its id. What cannot be written is remembered as long as the
 * process runs. Not thread safe.
 */
final class SeenTokens {
    private static final Logger LOG = LoggerFactory.getLogger(SeenTokens.class);
    private static final int WORTH_REWRITING = 10_000;

    private final Optional<Path> file;
    private Optional<BufferedWriter> lines = Optional.empty();
    private int written;

    private SeenTokens(Optional<Path> file) {
        this.file = file;
    }

    /** One that was used. */
    record Seen(String issuer, String id) {}

    /** In that file, which is made where it is missing. */
    static SeenTokens in(Path file) {
        return new SeenTokens(Optional.of(file));
    }

    /** Nowhere. */
    static SeenTokens forgotten() {
        return new SeenTokens(Optional.empty());
    }

    /** Those that were used before, and until when each counts; lines that are none are left out. */
    Map<Seen, Instant> read(Instant now) {
        Map<Seen, Instant> seen = new HashMap<>();
        file.filter(Files::exists).ifPresent(there -> {
            try {
                Files.readAllLines(there, StandardCharsets.ISO_8859_1).forEach(line -> add(line, now, seen));
            } catch (IOException e) {
                LOG.warn("which tokens were used cannot be read from {}: {}", there, e.getMessage());
            }
        });
        rewrite(seen);
        return seen;
    }

    private static void add(String line, Instant now, Map<Seen, Instant> seen) {
        String[] parts = line.split(" ", -1);
        if (parts.length == 3 && parts[0].matches("[0-9]{1,12}")) { // the last line may be half a one
            Instant until = Instant.ofEpochSecond(Long.parseLong(parts[0]));
            if (until.isAfter(now)) {
                seen.put(new Seen(parts[1], parts[2]), until);
            }
        }
    }

    /** One more has been used. */
    void add(Seen one, Instant until) {
        lines.ifPresent(writer -> {
            try {
                writer.write(line(one, until));
                writer.flush();
                written++;
            } catch (IOException e) {
                fail(e);
            }
        });
    }

    /** Now and then: leaves in the file what still has to be known, once most of it has not. */
    void shrinkTo(Map<Seen, Instant> seen) {
        if (written > 2 * seen.size() + WORTH_REWRITING) {
            rewrite(seen);
        }
    }

    private void rewrite(Map<Seen, Instant> seen) {
        if (file.isEmpty()) {
            return;
        }
        Path next = file.get().resolveSibling(file.get().getFileName() + ".new");
        try {
            close();
            Files.createDirectories(file.get().toAbsolutePath().getParent());
            List<String> all = seen.entrySet().stream()
                    .map(entry -> line(entry.getKey(), entry.getValue()))
                    .toList();
            Files.writeString(next, String.join("", all), StandardCharsets.ISO_8859_1);
            Files.move(next, file.get(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            lines = Optional.of(
                    Files.newBufferedWriter(file.get(), StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND));
            written = all.size();
        } catch (IOException e) {
            fail(e);
        }
    }

    private static String line(Seen one, Instant until) {
        return until.getEpochSecond() + 1 + " " + one.issuer() + " " + one.id() + "\n";
    }

    private void fail(IOException e) {
        LOG.warn("which tokens were used is forgotten with this process: {}", e.getMessage());
        lines = Optional.empty();
    }

    private void close() throws IOException {
        if (lines.isPresent()) {
            lines.get().close();
        }
    }
}
