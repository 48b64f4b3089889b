/** Owns how the sample starts and ends: as one node in this process, or as three of them. */
@NullMarked
package io.paxos.sample;

import org.jspecify.annotations.NullMarked;
