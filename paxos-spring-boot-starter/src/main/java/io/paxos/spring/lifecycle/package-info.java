/** Owns when a node starts and ends within the life of an application. */
@NullMarked
package io.paxos.spring.lifecycle;

import org.jspecify.annotations.NullMarked;
