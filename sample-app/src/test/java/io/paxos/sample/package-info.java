/** Tests of how the sample starts and ends. */
@NullMarked
package io.paxos.sample;

import org.jspecify.annotations.NullMarked;
