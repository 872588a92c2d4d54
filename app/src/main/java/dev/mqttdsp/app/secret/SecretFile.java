package dev.mqttdsp.app.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.core.file.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Secrets by name in one JSON file: names in clear, each value encrypted and bound to its name. */
public final class SecretFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Supplier<SecretCipher> cipher;

    /**
     * @param cipher asked for when a value is read or written, so that listing and removing need no key
     */
    public SecretFile(Path file, Supplier<SecretCipher> cipher) {
        this.file = file;
        this.cipher = cipher;
    }

    /**
     * The secret of that name.
     *
     * @throws FailedException when the file cannot be read, or the key is not the one it was written with
     */
    public Optional<String> get(String name) {
        return Optional.ofNullable(read().get(name)).map(value -> cipher.get().open(name, value.asText()));
    }

    /** Names of all secrets, sorted. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        read().fieldNames().forEachRemaining(names::add);
        names.sort(null);
        return names;
    }

    /** Keeps a secret under that name, instead of an older one. */
    public void set(String name, String value) {
        String sealed = cipher.get().seal(name, value);
        change(secrets -> secrets.put(name, sealed));
    }

    /**
     * Forgets a secret.
     *
     * @return whether there was one
     */
    public boolean remove(String name) {
        boolean known = names().contains(name);
        change(secrets -> secrets.remove(name));
        return known;
    }

    private ObjectNode read() {
        if (!Files.exists(file)) {
            return JSON.createObjectNode();
        }
        try {
            JsonNode node = JSON.readTree(Files.readString(file));
            if (node instanceof ObjectNode secrets) {
                return secrets;
            }
        } catch (IOException e) {
            throw new FailedException("the secrets in " + file + " cannot be read", e);
        }
        throw new FailedException(file + " is no file of secrets");
    }

    /** One writer at a time, also among processes, and readers see the old file or the new one. */
    private void change(Consumer<ObjectNode> change) {
        synchronized (SecretFile.class) {
            changeAlone(change);
        }
    }

    private void changeAlone(Consumer<ObjectNode> change) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path lock = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock(); // released with the channel
                ObjectNode secrets = read();
                change.accept(secrets);
                WholeFile.replace(file, secrets.toPrettyString(), WholeFile.PRIVATE);
            }
        } catch (IOException e) {
            throw new FailedException("the secrets in " + file + " cannot be written", e);
        }
    }
}
