/**
 * Owns the circuit breaker of each peer, and when it opens by default. It guards bulk exchanges only. An open circuit is one
 * silent peer and no more: what is dropped meanwhile is a loss like any other, and the protocol sends again.
 */
@NullMarked
package io.paxos.spring.resilience;

import org.jspecify.annotations.NullMarked;
