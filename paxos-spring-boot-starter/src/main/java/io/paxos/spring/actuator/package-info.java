/** Owns what operators see of a node: its health and the endpoint {@code paxos}. */
@NullMarked
package io.paxos.spring.actuator;

import org.jspecify.annotations.NullMarked;
