/**
 * Owns what a caller is told when an operation did not end well. There are exactly two branches (rule C4): certainly
 * not executed, and unknown. They are never mixed up, because the first may be repeated freely and the second only with
 * the same request id.
 */
@NullMarked
package io.paxos.core.error;

import org.jspecify.annotations.NullMarked;
