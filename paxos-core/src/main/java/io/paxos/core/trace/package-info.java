/**
 * Owns the trace of a replica, step by step, for people: {@link io.paxos.core.trace.StepTracer} watches what goes into
 * {@link io.paxos.core.replica.Replica#step} and what comes out, and says it as {@link io.paxos.core.trace.TraceEvent}s. The
 * protocol knows nothing of it. Commands do not stand in it: only how many there are, and how large.
 */
@NullMarked
package io.paxos.core.trace;

import org.jspecify.annotations.NullMarked;
