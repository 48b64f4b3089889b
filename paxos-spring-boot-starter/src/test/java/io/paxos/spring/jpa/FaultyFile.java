package io.paxos.spring.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What the disk has of one file, whatever its name: the content as of the last force, and the changes since. The file
 * on the real disk is the operating system's cache: it has every change at once. Guarded by its {@link FaultyFileSystem}.
 */
final class FaultyFile {

    private final FileImage durable;
    private final List<FileChange> unsynced = new ArrayList<>();
    private boolean forgotten;

    /** A file whose content is durable; a new file has none. */
    FaultyFile(byte[] content) {
        durable = new FileImage(content);
    }

    /** Takes note of a change that the cache has. */
    void changed(FileChange change) {
        unsynced.add(change);
    }

    /** Makes all changes durable. */
    void force() {
        unsynced.forEach(change -> change.applyTo(durable));
        unsynced.clear();
    }

    /**
     * The force failed: the operating system marks its pages as clean, so that no later force makes these changes
     * durable (PITFALLS 12), though they can still be read until the power is cut.
     */
    void forgetUnsynced() {
        forgotten |= !unsynced.isEmpty();
        unsynced.clear();
    }

    /** Whether the cache has just what is durable. */
    boolean isClean() {
        return unsynced.isEmpty() && !forgotten;
    }

    /** The content after a loss of power. */
    byte[] afterPowerCut(PowerLoss loss, Random random) {
        FileImage image = new FileImage(durable.content());
        loss.kept(List.copyOf(unsynced), random).forEach(change -> change.applyTo(image));
        return image.content();
    }
}
