/** Tests of the load program; none looks at a time. */
@NullMarked
package io.paxos.benchmarks;

import org.jspecify.annotations.NullMarked;
