package io.paxos.spring.jpa;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What a loss of power leaves of the changes that no force has made durable. */
enum PowerLoss {

    /** The disk has none of them. */
    NOTHING {
        @Override
        List<FileChange> kept(List<FileChange> unsynced, Random random) {
            return List.of();
        }

        @Override
        int namesKept(int unsynced, Random random) {
            return 0;
        }
    },

    /** The disk had just finished: what a killed process leaves, as the operating system goes on. */
    ALL {
        @Override
        List<FileChange> kept(List<FileChange> unsynced, Random random) {
            return List.copyOf(unsynced);
        }

        @Override
        int namesKept(int unsynced, Random random) {
            return unsynced;
        }
    },

    /** Each call's change is there as a whole or not at all, one as likely as the other, and they came in any order. */
    SUBSET {
        @Override
        List<FileChange> kept(List<FileChange> unsynced, Random random) {
            return halfOf(unsynced, random);
        }
    },

    /**
     * Like {@link #SUBSET}, for each {@linkplain FileChange#SECTOR page} of each write by itself: one large write may
     * have its ends on the disk and a hole in the middle.
     */
    SCATTERED {
        @Override
        List<FileChange> kept(List<FileChange> unsynced, Random random) {
            return halfOf(unsynced.stream().flatMap(change -> change.sectors().stream()).toList(), random);
        }
    },

    /** In each file all but the last change are there, and the last one up to a random byte, which may be its first. */
    TORN {
        @Override
        List<FileChange> kept(List<FileChange> unsynced, Random random) {
            List<FileChange> kept = new ArrayList<>(unsynced);
            if (!kept.isEmpty()) {
                FileChange last = kept.remove(kept.size() - 1);
                kept.add(last.head(random.nextInt(Math.max(1, last.length()))));
            }
            return kept;
        }

        @Override
        int namesKept(int unsynced, Random random) {
            return Math.max(0, unsynced - 1);
        }
    };

    /**
     * What one file keeps.
     *
     * @param unsynced the changes since its last force, in their order
     * @return the changes to be made in the content as of that force, in this order
     */
    abstract List<FileChange> kept(List<FileChange> unsynced, Random random);

    /**
     * How many of the creations, deletions and renames since the last force the directories keep: the first ones, as
     * file systems journal these in order.
     */
    int namesKept(int unsynced, Random random) {
        return random.nextInt(unsynced + 1);
    }

    private static List<FileChange> halfOf(List<FileChange> changes, Random random) {
        List<FileChange> kept = new ArrayList<>(changes);
        kept.removeIf(change -> random.nextBoolean());
        Collections.shuffle(kept, random);
        return kept;
    }
}
