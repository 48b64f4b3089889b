/**
 * Owns a file system for H2 on which a database file survives the loss of power in any state that the disk can leave it in.
 *
 * <p>H2 2.4 alone does not. It writes a chunk into space that an older chunk has left free, and the file's header afterwards,
 * with no sync between; if the disk has the first and not the second, H2 opens a version from before chunks that were synced.
 * And it looks only at the two ends of its newest chunk: if a large write reached the disk with a hole in it, the database
 * opens and cannot be read. Here every write is in a log, and the log on the disk, before it is in the file
 * ({@link io.paxos.spring.jpa.ahead.WriteAheadFile}), so that what a loss of power leaves is the file as of one sync, and of none
 * before the last one that was acknowledged. That is the one state which H2 always opens in full.
 */
@NullMarked
package io.paxos.spring.jpa.ahead;

import org.jspecify.annotations.NullMarked;
