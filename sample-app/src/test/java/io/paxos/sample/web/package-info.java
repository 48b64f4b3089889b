/** Tests of the HTTP contract (DESIGN 8), each through a real server. */
@NullMarked
package io.paxos.sample.web;

import org.jspecify.annotations.NullMarked;
