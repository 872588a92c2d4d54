package dev.mqttdsp.core.outbound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * Whom outgoing TLS trusts: the JVM's authorities and those of a PEM file. The file is looked at again before each use,
 * so it may come, change and go while the connector runs.
 */
public final class TrustedAuthorities {
    /** Key of the file of all outgoing connections. */
    public static final String KEY = "edc.mqtt.trust.certificates";

    private final String key;
    private final Optional<Path> file;
    private final Consumer<String> warnings;
    private FileState seen = FileState.NEVER_LOOKED;
    private SSLContext context;

    /**
     * @param file PEM file of authorities that are trusted beside the JVM's; it need not be there yet
     * @param warnings is told when the file cannot be used
     */
    public TrustedAuthorities(Optional<Path> file, Consumer<String> warnings) {
        this(KEY, file, warnings);
    }

    /**
     * The same for a file that another key names.
     *
     * @param key is named in warnings
     */
    public TrustedAuthorities(String key, Optional<Path> file, Consumer<String> warnings) {
        this.key = key;
        this.file = file;
        this.warnings = warnings;
    }

    /** The one that counts now; the same object as long as the file is the same. */
    public synchronized SSLContext context() {
        FileState now = file.map(FileState::of).orElse(FileState.NO_FILE);
        if (!now.equals(seen)) {
            context = Authorities.beside(file.map(this::read).orElse(List.of())).context();
            seen = now;
        }
        return context;
    }

    private Collection<? extends Certificate> read(Path pem) {
        try {
            var certificates = Authorities.read(pem);
            if (certificates.isEmpty()) {
                report(pem, "holds no certificate in PEM form");
            }
            return certificates;
        } catch (NoSuchFileException e) {
            report(pem, "is not there (yet)");
        } catch (IOException e) {
            report(pem, "cannot be read: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            report(pem, "holds no usable certificate in PEM form");
        }
        return List.of();
    }

    private void report(Path pem, String what) {
        warnings.accept(key + ": " + pem.toAbsolutePath() + " " + what + "; only the JVM's authorities are trusted");
    }

    /** What tells one version of a file from another. */
    private record FileState(long modifiedMillis, long bytes) {
        static final FileState NEVER_LOOKED = new FileState(-1, -1);
        static final FileState NO_FILE = new FileState(0, -1);

        static FileState of(Path file) {
            try {
                return new FileState(Files.getLastModifiedTime(file).toMillis(), Files.size(file));
            } catch (IOException e) {
                return NO_FILE;
            }
        }
    }
}
