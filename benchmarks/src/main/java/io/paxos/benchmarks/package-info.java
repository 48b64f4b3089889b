/**
 * Owns the load program. The parent process ({@link io.paxos.benchmarks.Benchmarks}) starts real nodes as processes of their own,
 * loads them, and prints what they did; a child is one {@link io.paxos.benchmarks.Node}, or one of the sample application.
 */
@NullMarked
package io.paxos.benchmarks;

import org.jspecify.annotations.NullMarked;
