/**
 * Owns what a caller is told when an operation did not end well. There are exactly two branches (rule C4): certainly not
 * executed, and unknown. They are never mixed up: after the first the caller is where it was before, and after the second it
 * may only repeat the same request id.
 */
@NullMarked
package io.paxos.core.error;

import org.jspecify.annotations.NullMarked;
