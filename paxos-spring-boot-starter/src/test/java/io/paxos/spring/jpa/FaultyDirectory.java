package io.paxos.spring.jpa;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which file each name stands for: now, and after a loss of power. As in a journaling file system, the changes of names
 * (creations, deletions, renames) become durable in their order, and a force of any file makes all before it durable.
 * Directories themselves are taken as durable. Guarded by its {@link FaultyFileSystem}.
 */
final class FaultyDirectory {

    private final Map<Path, FaultyFile> present = new TreeMap<>();
    private final Map<Path, FaultyFile> durable = new TreeMap<>();
    private final List<NameChange> unsynced = new ArrayList<>();

    /** One step of the journal: a name goes, a name comes, or (rename) both at once. */
    private record NameChange(@Nullable Path gone, @Nullable Path come, @Nullable FaultyFile file) {

        void applyTo(Map<Path, FaultyFile> names) {
            if (gone != null) {
                names.remove(gone);
            }
            if (come != null && file != null) {
                names.put(come, file);
            }
        }
    }

    /** The file of this name, or null; one that the fixture has not seen yet is durable as it stands on the real disk. */
    @Nullable FaultyFile find(Path path) {
        FaultyFile known = present.get(path);
        if (known != null || !Files.isRegularFile(path)) {
            return known;
        }
        FaultyFile found = new FaultyFile(contentOf(path));
        present.put(path, found);
        durable.put(path, found);
        return found;
    }

    /** Takes note that an empty file was made under a free name. */
    FaultyFile created(Path path) {
        FaultyFile file = new FaultyFile(new byte[0]);
        change(new NameChange(null, path, file));
        return file;
    }

    /** Takes note that a file, as {@link #find} gave it, was deleted. */
    void deleted(Path path) {
        change(new NameChange(path, null, null));
    }

    /** Takes note that a file, as {@link #find} gave it, has another name now, in place of what had that name. */
    void renamed(Path from, Path to, FaultyFile file) {
        change(new NameChange(from, to, file));
    }

    /** Makes all changes of names durable. */
    void force() {
        unsynced.forEach(change -> change.applyTo(durable));
        unsynced.clear();
    }

    /** Puts the real disk into the state after a loss of power, which is durable from now on. */
    void powerCut(PowerLoss loss, Random random) {
        unsynced.subList(0, loss.namesKept(unsynced.size(), random)).forEach(change -> change.applyTo(durable));
        unsynced.clear();
        present.keySet().stream().filter(path -> !durable.containsKey(path)).forEach(path -> putOnDisk(path, null));
        durable.replaceAll((path, file) -> {
            if (file.isClean() && file == present.get(path)) {
                return file;
            }
            byte[] content = file.afterPowerCut(loss, random);
            putOnDisk(path, content);
            return new FaultyFile(content);
        });
        present.clear();
        present.putAll(durable);
    }

    private void change(NameChange change) {
        change.applyTo(present);
        unsynced.add(change);
    }

    private static byte[] contentOf(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void putOnDisk(Path path, byte @Nullable [] content) {
        try {
            if (content == null) {
                Files.deleteIfExists(path);
            } else {
                Files.write(path, content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
