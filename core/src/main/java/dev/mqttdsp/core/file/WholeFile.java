package dev.mqttdsp.core.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that is replaced as a whole. */
public final class WholeFile {
    /** Readable and writable by its owner alone. */
    public static final String PRIVATE = "rw-------";

    private WholeFile() {}

    /**
     * Replaces what a file holds, on the disk when this returns; makes it and its directory where they are missing. It is
     * nobody else's to read for a moment, whatever its permissions are to be.
     *
     * @param permissions of the file, in the form {@code rw-r--r--}
     * @throws IOException when that is not possible; the file is then what it was before
     */
    public static void replace(Path file, String content, String permissions) throws IOException {
        Path draft = draft(file, content, permissions);
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(file.toAbsolutePath().getParent());
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * Makes a file that is not there yet, and its directory: nobody ever reads half of it, and of two makers one wins.
     *
     * @param permissions of the file, in the form {@code rw-r--r--}
     * @return whether it was this one
     * @throws IOException when that is not possible
     */
    public static boolean create(Path file, String content, String permissions) throws IOException {
        Path draft = draft(file, content, permissions);
        try {
            place(draft, file);
            sync(file.toAbsolutePath().getParent());
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The name of a file is in its directory, which has to be on the disk, too. */
    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void place(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.move(draft, file); // some network file systems have no hard links; this does not replace either
        }
    }

    private static Path draft(Path file, String content, String permissions) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(
                directory,
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        try {
            Files.writeString(
                    draft, content, StandardCharsets.UTF_8, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(permissions));
            return draft;
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
    }
}
