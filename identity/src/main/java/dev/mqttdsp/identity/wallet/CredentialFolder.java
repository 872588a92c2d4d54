package dev.mqttdsp.identity.wallet;

import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.core.file.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The participant's credentials, a file for each: JWTs as their issuer has signed them. */
final class CredentialFolder {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialFolder.class);
    private static final String SUFFIX = ".jwt";
    private static final long LONGEST = 64 * 1024;

    private final Path directory;

    CredentialFolder(Path directory) {
        this.directory = directory;
    }

    /**
     * A credential as it was handed over.
     *
     * @param name by which it is known here
     * @param jwt with its signature
     */
    record Kept(String name, String jwt) {}

    /** All that can be read; of what cannot, the log tells. */
    List<Kept> all() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Kept> kept = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString();
                if (Files.size(file) > LONGEST) {
                    LOG.warn("{} is no credential: it has more than {} KiB", file, LONGEST / 1024);
                } else {
                    String text =
                            Files.readString(file, StandardCharsets.ISO_8859_1).strip(); // a JWT is ASCII
                    if (isJwt(text)) {
                        kept.add(new Kept(name.substring(0, name.length() - SUFFIX.length()), text));
                    } else {
                        LOG.warn("{} is no credential: it holds no signed JWT", file);
                    }
                }
            }
        }
        return kept;
    }

    /** Keeps a credential; the same one again changes nothing. */
    Kept add(String jwt) throws IOException {
        Kept kept = new Kept(name(jwt), jwt);
        WholeFile.replace(directory.resolve(kept.name() + SUFFIX), jwt + "\n", WholeFile.PRIVATE);
        return kept;
    }

    /** Forgets one; false when there is none of that name. */
    boolean remove(String name) throws IOException {
        return all().stream().anyMatch(kept -> kept.name().equals(name))
                && Files.deleteIfExists(directory.resolve(name + SUFFIX));
    }

    private static boolean isJwt(String text) {
        try {
            SignedJWT.parse(text);
            return true;
        } catch (ParseException e) {
            return false;
        }
    }

    private static String name(String jwt) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(jwt.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
