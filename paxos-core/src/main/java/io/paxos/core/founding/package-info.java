/**
 * Owns the founding (rules F1 to F8): how listed nodes with empty stores agree, once and durably, on who they are, and
 * how a node recognises that it came late, lost its store, or went back in time. A wiped node looks like a fresh one;
 * that is why nothing less than all listed nodes can found a cluster.
 */
@NullMarked
package io.paxos.core.founding;

import org.jspecify.annotations.NullMarked;
