package dev.mqttdsp.core.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * A file that lines are added to. When it has been renamed or removed, as logrotate does, it is made anew; when a line
 * could be written in part only, the next one does not continue it. Belongs to one thread.
 */
final class LineFile implements AutoCloseable {
    /** Somebody who replaces the file more often while it is being opened does so on purpose. */
    private static final int TRIES = 10;

    private final Path path;
    private FileChannel channel;
    private Object key;
    private boolean midLine;

    LineFile(Path path) {
        this.path = path;
    }

    /** Opens the file unless it is open and still there; made here, it is readable by its owner alone. */
    void open() throws IOException {
        if (channel != null && isStillThere()) {
            return;
        }
        close();
        IOException why = new IOException(path + " is replaced again and again");
        for (int i = 0; i < TRIES && channel == null; i++) {
            try {
                tryToOpen();
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                why = e; // somebody made or removed it in between
            }
        }
        if (channel == null) {
            throw why;
        }
    }

    /** Leaves the file closed if it was replaced in between: its identity can be asked for by its name alone. */
    private void tryToOpen() throws IOException {
        key = keyOrNew();
        channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        if (isStillThere()) {
            midLine = endsMidLine();
        } else {
            close();
        }
    }

    /**
     * Adds a line.
     *
     * @param line with its end
     * @throws IOException when it is not in the file; the next line is tried with the file opened anew
     */
    void append(byte[] line) throws IOException {
        try {
            open();
            ByteBuffer rest = ByteBuffer.wrap(midLine ? onItsOwn(line) : line);
            try {
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                midLine = false;
            } finally {
                if (rest.hasRemaining()) {
                    takeBack(rest.position());
                }
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private boolean isStillThere() throws IOException {
        try {
            return Objects.equals(key, keyOf(path));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private Object keyOrNew() throws IOException {
        if (!Files.exists(path)) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return keyOf(path);
    }

    /** Says which file is under a name: device and inode. */
    private static Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** What a process that was killed left behind. */
    private boolean endsMidLine() throws IOException {
        long size = channel.size();
        if (size == 0 || !Files.isReadable(path)) {
            return false;
        }
        try (FileChannel reader = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return reader.read(last, size - 1) == 1 && last.get(0) != '\n';
        }
    }

    private static byte[] onItsOwn(byte[] line) {
        byte[] own = new byte[line.length + 1];
        own[0] = '\n';
        System.arraycopy(line, 0, own, 1, line.length);
        return own;
    }

    /** Half a line is of no use. Where it cannot be removed, it is ended when the file has been opened anew. */
    private void takeBack(int written) throws IOException {
        long size = channel.size();
        if (written > 0 && size >= written) {
            channel.truncate(size - written);
        }
    }

    /** Writes to the disk what the system has kept back so far. */
    void sync() throws IOException {
        if (channel != null) {
            channel.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel closing = channel;
        channel = null;
        if (closing != null) {
            closing.close();
        }
    }
}
