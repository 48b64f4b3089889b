package io.paxos.spring.jpa;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.StorageId;
import io.paxos.core.port.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one node's store, {@code <data-dir>/<node-id>}, held by one opener at a time. Beside the database it has
 * three files:
 *
 * <ul>
 * <li>{@code lock}, locked as long as the store is open. H2's own lock lets a second context of the same process in
 * (PITFALLS 22).
 * <li>{@code storage-id}, the identity of the store that was created here. H2 opens a missing or truncated file as a new empty
 * database (PITFALLS 17); this file tells the difference.
 * <li>{@code writes}, how many writes are durable in the database, told after each of them and not synced. H2 opens a file that
 * was cut short at an older state if it finds one; the count tells. After a loss of power it may lag behind, but is never ahead.
 * </ul>
 */
final class StoreDirectory {

    /**
     * Directories held by this process. Asked before the lock file is touched: on POSIX systems, closing any channel of a file
     * drops all locks that the process has on it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final Set<FileChannel> NEVER_CLOSED = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;
    private final FileChannel writes;
    private final ByteBuffer count = ByteBuffer.allocate(Long.BYTES);
    private Map<Path, Object> files = Map.of();

    private StoreDirectory(Path path, FileChannel lock, FileChannel writes) {
        this.path = path;
        this.lock = lock;
        this.writes = writes;
    }

    /**
     * Creates the directory if it is not there, and takes it.
     *
     * @throws StoreRefusedException if it is in use or cannot be had
     */
    static StoreDirectory take(Path dataDir, NodeId node) {
        Path wanted = dataDir.toAbsolutePath().normalize().resolve(node.value());
        try {
            Path path = Files.createDirectories(wanted).toRealPath();
            if (!HELD.add(path)) {
                throw inUse(path, "another application context of this process");
            }
            try {
                return open(path);
            } catch (IOException | RuntimeException | Error e) {
                HELD.remove(path);
                throw e;
            }
        } catch (IOException e) {
            throw new StoreRefusedException("The directory " + wanted + " of node " + node + " cannot be used: " + e,
                    "Make the directory writable for this process, or set paxos.data-dir to one that is.", e);
        }
    }

    private static StoreDirectory open(Path path) throws IOException {
        FileChannel lock = lock(path);
        try {
            return new StoreDirectory(path, lock, FileChannel.open(path.resolve("writes"), StandardOpenOption.CREATE,
                    StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Held in this process by other classes of this name (another class loader). The channel is left open: closing it
            // would drop the lock of its holder, and so would letting it be collected.
            NEVER_CLOSED.add(channel);
            throw inUse(path, "another application of this process");
        }
        channel.close();
        throw inUse(path, "another process");
    }

    private static StoreRefusedException inUse(Path path, String holder) {
        return new StoreRefusedException("The store in " + path + " is in use by " + holder + ".",
                "Stop the other one. Another node of a cluster has a paxos.node-id of its own, that its peers know; tests want a "
                        + "paxos.data-dir of their own for each application context.",
                null);
    }

    Path path() {
        return path;
    }

    /**
     * The identity of the store that was created here; null if none was.
     *
     * @throws StoreRefusedException if the file that says so is unreadable
     */
    @Nullable StorageId storageId() {
        Path file = path.resolve("storage-id");
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return StorageId.parse(Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreRefusedException("The file " + file + " is unreadable: " + e,
                    StoreDatabases.RESTORE_OR_REPLACE, e);
        }
    }

    /** Notes the identity of the store that was created here; on the disk when this returns, with the entries of the files. */
    void remember(StorageId storage) {
        noteWriteCount(0);
        Path draft = path.resolve("storage-id.new");
        try {
            // its size is known from here on, so that a missing count is not taken for a low one
            writes.force(true);
            try (FileChannel file = FileChannel.open(draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer content = StandardCharsets.US_ASCII.encode(storage + "\n");
                while (content.hasRemaining()) {
                    file.write(content);
                }
                file.force(true);
            }
            // what the file vouches for is on the disk before it is
            syncEntries(path);
            Files.move(draft, path.resolve("storage-id"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The identity of the new store in " + path + " cannot be written", e);
        }
    }

    /** Deletes a file, if it is there. */
    void deleteLeftOver(String file) {
        try {
            Files.deleteIfExists(path.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + path.resolve(file) + " cannot be deleted", e);
        }
    }

    /** How many writes were noted; -1 if that cannot be told. */
    long writeCount() {
        try {
            return writes.read(count.clear(), 0) == Long.BYTES ? count.getLong(0) : -1;
        } catch (IOException e) {
            throw new UncheckedIOException("The count of writes in " + path + " is unreadable", e);
        }
    }

    /** Notes how many writes are durable. */
    void noteWriteCount(long writeCount) {
        try {
            writes.write(count.clear().putLong(writeCount).flip(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("The count of writes in " + path + " cannot be noted", e);
        }
    }

    /**
     * Returns when the entries of all files here are on the disk: a file is not durable before its directory is, nor that before
     * the one above. At every opening, as an earlier one may have ended between making them and this.
     */
    void syncEntries() {
        try {
            syncEntries(path);
        } catch (IOException e) {
            throw new UncheckedIOException("The entries of " + path + " cannot be brought to the disk", e);
        }
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            try {
                syncEntries(above);
            } catch (IOException e) {
                // not ours to read, so not made by us either
                return;
            }
        }
    }

    private static void syncEntries(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return; // Windows opens no directories, and keeps their entries in a journal of its own
        }
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    /** Remembers which files these are, now that they are made, for {@link #requireFiles}. */
    void watchFiles(String... names) {
        Map<Path, Object> keys = new LinkedHashMap<>();
        try {
            for (String name : names) {
                keys.put(path.resolve(name), keyOf(path.resolve(name)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The files in " + path + " cannot be looked at", e);
        }
        files = keys;
    }

    /**
     * Makes sure that the files are still those that {@link #watchFiles} found. On POSIX systems, open files can be deleted or
     * replaced, and are then written to for nothing.
     *
     * @throws StoreException if one is gone or is another one
     */
    void requireFiles() {
        files.forEach((file, key) -> {
            try {
                if (!keyOf(file).equals(key)) {
                    throw new StoreException("the file " + file + " was replaced while the node was running: what it has "
                            + "written since is lost. See docs/store.md before you start the node again", null);
                }
            } catch (IOException e) {
                throw new StoreException("the file " + file + " is gone, or cannot be looked at: what the node has written since "
                        + "is lost. See docs/store.md before you start the node again", e);
            }
        });
    }

    /**
     * What tells a file from another one of its name; where the system has nothing of the kind, open files cannot be replaced.
     */
    private static Object keyOf(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file : key;
    }

    /** Lets others in. Does not throw. */
    void release() {
        try (lock) {
            writes.close();
        } catch (IOException e) {
            // the lock ends with the process at the latest
        } finally {
            HELD.remove(path);
        }
    }
}
