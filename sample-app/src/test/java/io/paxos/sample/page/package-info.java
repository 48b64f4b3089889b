/** Tests of the page in a real browser: what somebody sees who looks at a cluster of three. */
@NullMarked
package io.paxos.sample.page;

import org.jspecify.annotations.NullMarked;
