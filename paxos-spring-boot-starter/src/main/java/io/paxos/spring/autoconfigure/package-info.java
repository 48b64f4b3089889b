/**
 * Owns the wiring, and what a failed start says. Every bean gives way to one of the host's own; nothing is scanned for.
 */
@NullMarked
package io.paxos.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
