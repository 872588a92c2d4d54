package dev.mqttdsp.gateway.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something made of files that belong together, and made again when they have changed. Files that cannot be read, or that
 * nothing can be made of, leave the last one in use: that is logged once, and tried again at every look. Links are
 * followed, so a directory that is exchanged by one is a change as well. Not thread safe.
 *
 * @param <T> what is made
 */
public final class FromFiles<T> {
    private static final Logger LOG = LoggerFactory.getLogger(FromFiles.class);

    private final List<Path> files;
    private final Maker<T> maker;
    private List<Stamp> stamps = List.of();
    private byte[] inUse = {};
    private String complaint = "";

    /**
     * Makes something of files.
     *
     * @param <T> what is made
     */
    public interface Maker<T> {
        /**
         * Makes it.
         *
         * @param contents of the files, in their order
         * @throws IOException when nothing can be made of them; the message names the file
         */
        T make(List<byte[]> contents) throws IOException;
    }

    /** What a file looks like from outside. */
    private record Stamp(Path file, FileTime modified, long size, Object key) {
        static Stamp of(Path file) {
            try {
                BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(file, seen.lastModifiedTime(), seen.size(), seen.fileKey());
            } catch (IOException e) {
                return new Stamp(file, FileTime.fromMillis(0), -1, null);
            }
        }
    }

    public FromFiles(List<Path> files, Maker<T> maker) {
        this.files = List.copyOf(files);
        this.maker = maker;
    }

    /**
     * Makes it for the first time.
     *
     * @throws IOException when that is not possible; the message names the file
     */
    public T first() throws IOException {
        List<Stamp> seen = look(); // before reading: what changes meanwhile is seen the next time
        List<byte[]> contents = read();
        T made = maker.make(contents);
        stamps = seen;
        inUse = digest(contents);
        return made;
    }

    /** Makes it again, when the files hold something else by now of which it can be made. */
    public Optional<T> again() {
        List<Stamp> seen = look();
        if (seen.equals(stamps) && complaint.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<byte[]> contents = read();
            byte[] digest = digest(contents);
            Optional<T> made = Arrays.equals(digest, inUse) ? Optional.empty() : Optional.of(maker.make(contents));
            stamps = seen;
            inUse = digest;
            complaint = "";
            made.ifPresent(changed -> LOG.info("{}: changed, and used from now on", files));
            return made;
        } catch (IOException e) {
            complain(e.getMessage());
            return Optional.empty();
        }
    }

    private void complain(String message) {
        if (!message.equals(complaint)) {
            complaint = message;
            LOG.warn("{}; what was read before stays in use until that is put right", message);
        }
    }

    private List<Stamp> look() {
        return files.stream().map(Stamp::of).toList();
    }

    private List<byte[]> read() throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            try {
                contents.add(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new IOException(file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
            }
        }
        return contents;
    }

    /** One of the files may be a key: its content is not kept. */
    private static byte[] digest(List<byte[]> contents) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] content : contents) {
                sha256.update(MessageDigest.getInstance("SHA-256").digest(content));
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
