/**
 * Tests of the sample as its users run it: processes of their own, real HTTP, real disks, {@code kill -9}. Each needs seconds to
 * start; so most of them share one cluster, and each has names of its own there.
 */
@NullMarked
package io.paxos.sample.process;

import org.jspecify.annotations.NullMarked;
